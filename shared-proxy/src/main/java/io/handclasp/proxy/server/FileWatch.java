package io.handclasp.proxy.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Sees when the content of files changes, whichever way they are put in place: written over,
 * renamed into place, or by a link that leads elsewhere. A change counts once two looks in a row
 * saw the same, so that a file half written is left alone. On one thread.
 */
final class FileWatch {
  private static final String ABSENT = "absent";

  private Map<Path, String> taken;
  private Map<Path, String> seen;

  /** Takes the present content as known. */
  FileWatch(List<Path> files) {
    taken = contents(files);
    seen = taken;
  }

  /**
   * Looks again.
   *
   * @return what changed and now rests, and is known from now on; empty where nothing did
   */
  List<Path> look(List<Path> files) {
    Map<Path, String> now = contents(files);
    boolean rests = now.equals(seen);
    seen = now;
    if (!rests || now.equals(taken)) {
      return List.of();
    }
    List<Path> changed = new ArrayList<>();
    now.forEach(
        (file, content) -> {
          if (!content.equals(taken.get(file))) {
            changed.add(file);
          }
        });
    taken = now;
    return changed;
  }

  /** Takes the present content as known: a reload has just used it. */
  void settle(List<Path> files) {
    taken = contents(files);
    seen = taken;
  }

  /** Other files are to be watched from now on; those that join are known as they are now. */
  void adopt(List<Path> files) {
    Map<Path, String> known = new HashMap<>();
    files.forEach(file -> known.put(file, taken.getOrDefault(file, content(file))));
    taken = known;
    seen = known;
  }

  /** What files hold at this moment, as hashes. */
  static Map<Path, String> contents(List<Path> files) {
    Map<Path, String> contents = new HashMap<>();
    files.forEach(file -> contents.put(file, content(file)));
    return contents;
  }

  private static String content(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      return ABSENT;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
