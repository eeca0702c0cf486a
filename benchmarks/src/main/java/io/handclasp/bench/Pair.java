package io.handclasp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A kind of pair: how its halves are configured and started, in the foreground. */
interface Pair {
  /** Which half. */
  enum Half {
    FRONT,
    BACK
  }

  /**
   * What a half must know.
   *
   * @param folder its own, there already
   * @param workers threads or processes that take requests
   */
  record Place(Lab lab, Path folder, int frontPort, int backPort, int originPort, int workers) {
    /** Writes a file into the folder. */
    Path write(String name, String text) throws IOException {
      return Files.writeString(folder.resolve(name), text);
    }

    String file(String name) {
      return lab.file(name).toAbsolutePath().toString();
    }
  }

  /** For tables. */
  String name();

  /** Whether it is what others are measured against. */
  boolean isPeer();

  /** Whether the program is there. */
  boolean isInstalled();

  /** Writes the configuration and returns the command. */
  List<String> command(Half half, Place place) throws IOException;

  /** More of the process's environment, as {@code NAME=value}. */
  default List<String> environment() {
    return List.of();
  }
}
