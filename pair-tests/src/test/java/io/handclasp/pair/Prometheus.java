package io.handclasp.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A real Prometheus on loopback that scrapes metrics every second. */
final class Prometheus implements AutoCloseable {
  static final Path PROGRAM = Path.of("/usr/bin/prometheus");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final Process process;

  /**
   * Starts it.
   *
   * @param folder for its configuration and series
   * @param scraped addresses by the name of the job
   */
  Prometheus(Path folder, Map<String, String> scraped) throws IOException {
    StringBuilder config = new StringBuilder("global: {scrape_interval: 1s}\nscrape_configs:\n");
    for (Map.Entry<String, String> one : scraped.entrySet()) {
      config.append(
          "  - {job_name: %s, static_configs: [{targets: ['%s']}]}\n"
              .formatted(one.getKey(), one.getValue()));
    }
    Path file = Files.writeString(folder.resolve("prometheus.yaml"), config);
    port = freePort();
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("series"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
  }

  private JsonNode query(String expression) throws IOException, InterruptedException {
    String form = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query"))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    JsonNode answer =
        json.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    if (!answer.path("status").asText().equals("success")) {
      throw new IllegalArgumentException(expression + ": " + answer.path("error").asText());
    }
    return answer.path("data").path("result");
  }

  /** Whether it is there and knows an answer to an expression at this moment. */
  boolean answers(String expression) {
    try {
      return !query(expression).isEmpty();
    } catch (IOException e) {
      return false; // it does not listen yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Looks again and again; false where it did not come within half a minute. */
  boolean await(BooleanSupplier what) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!what.getAsBoolean()) {
      if (System.nanoTime() > until || process.waitFor(100, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
