package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Launchers work in folders whose names have blanks, and keep prepared classes there too. */
class LaunchersTest {
  private static final Path ROOT =
      Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void copyLaunchers() throws Exception {
    home = Files.createDirectory(folder.resolve("a folder of mine"));
    copy(ROOT.resolve("scripts"), home.resolve("scripts"));
  }

  @Test
  void scriptsRunAndKeepClassesInAFolderWithBlanks() throws Exception {
    Path target = ROOT.resolve("shared-pki/target");
    assumeTrue(Files.isDirectory(target.resolve("lib")), "the programs are not packaged here");
    Path module = Files.createDirectories(home.resolve("shared-pki/target"));
    Files.createSymbolicLink(module.resolve("lib"), target.resolve("lib"));
    try (Stream<Path> jars = Files.list(target)) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.copy(jar, module.resolve(jar.getFileName().toString()));
      }
    }
    List<String> words =
        List.of(home.resolve("scripts/pki").toString(), "inspect", "two words.pem");

    String first = run(words);
    String second = run(words);

    assertThat(first).contains("two words.pem").doesNotContain("Could not find or load");
    assertThat(second).isEqualTo(first);
    assertThat(module.resolve("sharing")).isNotEmptyDirectory();
  }

  @Test
  void oneCommandRunsInAFolderWithBlanks() throws Exception {
    Path lib = oneCommand();
    Files.createDirectories(lib.resolve("native"));
    Path archive =
        Files.createFile(Files.createDirectories(lib.resolve("sharing")).resolve("front.jsa"));
    javaThatSaysItsWords();

    String said =
        run(List.of(home.resolve("bin/handclasp").toString(), "front", "--config", "a b"));

    assertThat(said.lines())
        .contains(
            "[@" + lib.resolve("launch/proxy.options") + "]",
            "[-XX:SharedArchiveFile=" + archive + "]",
            "[-Djava.library.path=" + lib.resolve("native") + "]",
            "[" + lib.resolve("handclasp.jar") + "]",
            "[a b]");
  }

  @Test
  void classesOfOtherJarsAreNotUsed() throws Exception {
    Path jar = Files.writeString(oneCommand().resolve("handclasp.jar"), "one build");
    FileTime built = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(jar, built);
    Path server = javaThatSaysItsWords().resolve("lib/server");
    Files.createFile(Files.createDirectories(server).resolve("classes.jsa"));
    List<String> start =
        List.of(home.resolve("bin/handclasp").toString(), "front", "--config", "a");

    String first = run(start);
    Path archive = Path.of(valueOf("-XX:ArchiveClassesAtExit=", first));
    Files.createFile(archive);
    assertThat(valueOf("-XX:SharedArchiveFile=", run(start))).isEqualTo(archive.toString());
    Files.writeString(jar, "two build");
    Files.setLastModifiedTime(jar, built);

    assertThat(valueOf("-XX:ArchiveClassesAtExit=", run(start))).isEqualTo(archive.toString());
    assertThat(archive).doesNotExist();
  }

  private static String valueOf(String option, String said) {
    String word = "[" + option;
    return said.lines()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length(), line.length() - 1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(option + " expected: " + said));
  }

  /** Returns the folder {@code lib} of an installation. */
  private Path oneCommand() throws IOException {
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("bin"));
    Files.copy(
        ROOT.resolve("distribution/src/main/launch/handclasp"), home.resolve("bin/handclasp"));
    assertThat(home.resolve("bin/handclasp").toFile().setExecutable(true)).isTrue();
    copy(ROOT.resolve("scripts/lib"), lib.resolve("launch"));
    return lib;
  }

  /** Returns the home of a Java that {@link #run} uses from now on. */
  private Path javaThatSaysItsWords() throws IOException {
    Path jdk = folder.resolve("a jdk");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor word; do printf '%s\\n' \"[$word]\"; done\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    return jdk;
  }

  private String run(List<String> words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words)).redirectErrorStream(true);
    Path said = folder.resolve("said");
    builder.redirectOutput(said.toFile());
    builder.environment().put("HANDCLASP_CACHE", folder.resolve("a cache").toString());
    if (Files.isDirectory(folder.resolve("a jdk"))) {
      builder.environment().put("JAVA_HOME", folder.resolve("a jdk").toString());
    }
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    return Files.readString(said);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
