package io.handclasp.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes configurations of the samples in {@code config/}, with other addresses and texts.
 *
 * @param replacements texts of the samples and what they become
 */
record PairConfiguration(Map<String, String> replacements) {
  private static final String FRONT = "127.0.0.1:8280";
  private static final String BACK = "127.0.0.1:8243";
  private static final String FRONT_PAGE = "127.0.0.1:9280";
  private static final String BACK_PAGE = "127.0.0.1:9243";

  /** With ports of one's own for front and back, 0 for free ones, and free ones for their pages. */
  static PairConfiguration of(int frontPort, int backPort) throws IOException {
    List<Integer> free = Ports.free(4);
    return new PairConfiguration(Map.of())
        .with(FRONT, address(frontPort == 0 ? free.get(0) : frontPort))
        .with(BACK, address(backPort == 0 ? free.get(1) : backPort))
        .with(FRONT_PAGE, address(free.get(2)))
        .with(BACK_PAGE, address(free.get(3)));
  }

  /** For another front of the same back. */
  PairConfiguration anotherFront() throws IOException {
    List<Integer> free = Ports.free(2);
    return with(FRONT, address(free.get(0))).with(FRONT_PAGE, address(free.get(1)));
  }

  /** The same with one more text of the sample that becomes another. */
  PairConfiguration with(String ofSample, String instead) {
    Map<String, String> all = new LinkedHashMap<>(replacements);
    all.put(ofSample, instead);
    return new PairConfiguration(all);
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  /**
   * Reads a sample and writes the configuration.
   *
   * @return the file
   */
  Path write(Path sample, Path file) throws IOException {
    String text = Files.readString(sample);
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    return Files.writeString(file, text);
  }
}
