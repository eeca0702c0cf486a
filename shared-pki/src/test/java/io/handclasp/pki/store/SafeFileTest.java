package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @CsvSource({
    "EVERYONE, rw-r-----, rw-r-----",
    "EVERYONE, rw-rw-r--, rw-rw-r--",
    "EVERYONE, rw-------, rw-------",
    "OWNER, r--------, r--------",
    "OWNER, rw-------, rw-------",
    "OWNER, rwxrwxrwx, rw-------",
  })
  void modeOfTheOldFileStaysAndIsNarrowedForKeys(SafeFile.Access access, String old, String now)
      throws Exception {
    Path file = Files.writeString(folder.resolve("store"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(old));

    SafeFile.replace(file, new byte[] {1}, access);

    Set<PosixFilePermission> expected = EnumSet.copyOf(PosixFilePermissions.fromString(now));
    // What root owns may be read by the group that it was handed to.
    if (root() && old.startsWith("rwxrwx")) {
      expected.add(PosixFilePermission.GROUP_READ);
    }
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(SafeFile.Access.class)
  void anotherGroupOfTheOldFileStays(SafeFile.Access access) throws Exception {
    Path file = Files.writeString(folder.resolve("store"), "old");
    int group = otherGroup(file);
    Files.setAttribute(file, "unix:gid", group);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    SafeFile.replace(file, new byte[] {1}, access);

    boolean readable = access == SafeFile.Access.EVERYONE || root();
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(group);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo(readable ? "rw-r-----" : "rw-------");
  }

  @Test
  void ownerOfTheOldFileStaysWhereRootReplacesIt() throws Exception {
    assumeTrue(root(), "only root gives files away");
    Path file = Files.writeString(folder.resolve("store"), "old");
    Files.setAttribute(file, "unix:uid", 65534);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    SafeFile.replace(file, new byte[] {1}, SafeFile.Access.OWNER);

    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65534);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @CsvSource({"rw-r-----, rw-------", "rw-rw-r--, rw-r--r--", "rw-r--r--, rw-r--r--"})
  void groupThatWasNotMeantMayWhatOthersMay(String old, String now) {
    assertThat(FileOwnership.forAnotherGroup(PosixFilePermissions.fromString(old)))
        .isEqualTo(PosixFilePermissions.fromString(now));
  }

  private boolean root() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
  }

  /** A group that this user may give the file to, other than the one it has. */
  private int otherGroup(Path file) throws Exception {
    if (root()) {
      return 1;
    }
    Process id = new ProcessBuilder("id", "-G").start();
    String groups =
        new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    String own = Files.getAttribute(file, "unix:gid").toString();
    Optional<String> other =
        Arrays.stream(groups.split(" ")).filter(group -> !group.equals(own)).findFirst();
    assumeTrue(other.isPresent(), "this user has no second group");
    return Integer.parseInt(other.orElseThrow());
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
