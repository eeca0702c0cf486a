package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {
  private static final int SIZE = 1 << 20;
  @TempDir Path folder;

  @Test
  void ofManyWhoCreateTheSameFileOneSucceeds() throws Exception {
    Path file = folder.resolve("key");
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        byte[] mine = {(byte) i};
        writers.add(() -> create(file, mine));
      }
      List<String> results = new ArrayList<>();
      for (Future<String> result : pool.invokeAll(writers)) {
        results.add(result.get());
      }

      assertThat(results).filteredOn(r -> !r.equals("file-exists")).hasSize(1);
      assertThat(Files.readAllBytes(file))
          .asString(StandardCharsets.ISO_8859_1)
          .isEqualTo(String.join("", results).replace("file-exists", ""));
    } finally {
      pool.shutdownNow();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void linkStaysALinkAndItsTargetIsReplaced() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);

    SafeFile.replace(link, "new".getBytes(StandardCharsets.US_ASCII), SafeFile.Access.OWNER);

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent("new");
  }

  @Test
  void killedWriterLeavesOneFileOrTheOtherButNeverHalf() throws Exception {
    Path file = folder.resolve("store");
    for (int round = 0; round < 3; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  EndlessWriter.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
        for (int written = 0; written < 5 + round; written++) {
          assertThat(said.readLine()).isEqualTo("written");
        }
      } finally {
        writer.destroyForcibly();
        assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }

      byte[] found = Files.readAllBytes(file);
      byte[] whole = new byte[SIZE];
      Arrays.fill(whole, found[0]);
      assertThat(Arrays.equals(found, whole)).isTrue();
    }
  }

  private static String create(Path file, byte[] content) {
    try {
      SafeFile.create(file, content, SafeFile.Access.OWNER);
      return new String(content, StandardCharsets.ISO_8859_1);
    } catch (StoreException e) {
      return e.fault().code();
    }
  }

  /** Replaces a file again and again, with another byte each time, until it is killed. */
  static final class EndlessWriter {
    private EndlessWriter() {}

    public static void main(String[] args) throws StoreException {
      byte[] content = new byte[SIZE];
      for (byte letter = 'a'; ; letter = (byte) (letter == 'z' ? 'a' : letter + 1)) {
        Arrays.fill(content, letter);
        SafeFile.replace(Path.of(args[0]), content, SafeFile.Access.OWNER);
        System.out.println("written");
      }
    }
  }
}
