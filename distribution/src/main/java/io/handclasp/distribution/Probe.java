package io.handclasp.distribution;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;

/**
 * Asks an admin listener once: for probes in containers that have neither shell nor curl, and whose
 * admin listener stays on loopback where only the container itself can ask.
 */
final class Probe {
  private static final int PATIENCE_MILLIS = 2_000;

  static final String USAGE =
      """
      Usage: handclasp probe URL, such as http://127.0.0.1:9243/ready

      Asks an admin listener once and ends with 0 where the answer is a success, with 1 where it is
      not or none comes within two seconds, with 64 where URL is none.""";

  private Probe() {}

  /** 0 where the answer is a success, 1 where it is not or none comes, 64 without a URL. */
  static int run(PrintStream err, List<String> words) {
    if (words.size() != 1) {
      err.println(USAGE);
      return 64;
    }
    try {
      HttpURLConnection asked = (HttpURLConnection) new URL(words.get(0)).openConnection();
      asked.setConnectTimeout(PATIENCE_MILLIS);
      asked.setReadTimeout(PATIENCE_MILLIS);
      int status = asked.getResponseCode();
      if (status / 100 == 2) {
        return 0;
      }
      err.println(words.get(0) + ": " + status);
    } catch (MalformedURLException | ClassCastException e) {
      err.println(words.get(0) + ": not an http URL");
      return 64;
    } catch (IOException e) {
      err.println(words.get(0) + ": " + e.getMessage());
    }
    return 1;
  }
}
