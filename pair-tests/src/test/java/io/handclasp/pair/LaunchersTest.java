package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("bin"));
    Files.copy(
        ROOT.resolve("distribution/src/main/launch/handclasp"), home.resolve("bin/handclasp"));
    assertThat(home.resolve("bin/handclasp").toFile().setExecutable(true)).isTrue();
    copy(ROOT.resolve("scripts/lib"), lib.resolve("launch"));
    Files.createDirectories(lib.resolve("native"));
    Path archive =
        Files.createFile(Files.createDirectories(lib.resolve("sharing")).resolve("front.jsa"));
    Path jdk = Files.createDirectories(folder.resolve("a jdk/bin"));
    Path java = jdk.resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor word; do printf '%s\\n' \"[$word]\"; done\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(jdk.resolveSibling("release"), "JAVA_VERSION=\"17.0.15\"\n");

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
