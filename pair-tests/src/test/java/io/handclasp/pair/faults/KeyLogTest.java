package io.handclasp.pair.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of secrets: what stands in it, who may read it, when it ends. */
class KeyLogTest {
  @TempDir private Path folder;

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static String setting(Path file, String limit) {
    return "keyLogInsecure: {file: " + file + ", for: " + limit + "}";
  }

  private static Set<String> lines(Path file) throws IOException {
    Set<String> lines = new TreeSet<>(Files.readAllLines(file));
    lines.removeIf(line -> line.startsWith("#"));
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {Combination.TLS13, Combination.TLS12})
  void bothEndsWriteTheSameSecretsForTheirOwnersAlone(String version) throws Exception {
    Ends ends = new Ends();
    ends.front.tls.add(setting(file("front.keys"), "1m"));
    ends.back.tls.add(setting(file("back.keys"), "1m"));
    String random;
    try (RunningPair pair =
        RunningPair.both(folder, ends, new Combination("openssl", "openssl", version))) {
      assertThat(pair.ask()).isEqualTo(200);
      random = pair.frontRecord().random();
    }

    Set<String> lines = lines(file("front.keys"));
    assertThat(lines)
        .isEqualTo(lines(file("back.keys")))
        .allMatch(line -> line.matches("[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}"))
        .anyMatch(line -> line.contains(" " + random + " "));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(version.equals(Combination.TLS13) ? 4 : 1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("back.keys"))))
        .isEqualTo("rw-------");
  }

  @Test
  void writesWhatOpensslWritesForTheSameConnection() throws Exception {
    assumeTrue(ForeignProgram.isInstalled("openssl"));
    Ends ends = new Ends();
    ends.back.tls.add(setting(file("back.keys"), "1m"));
    Path own = file("own.pem");
    StoreWriter.pem(own, FaultPki.GOOD_FRONT);
    try (RunningPair pair =
        RunningPair.back(folder, ends, new Combination("openssl", "openssl", Combination.TLS13))) {
      ForeignProgram.client(
          List.of(
              "openssl",
              "s_client",
              "-connect",
              "127.0.0.1:" + pair.backPort(),
              "-cert",
              own.toString(),
              "-key",
              own.toString(),
              "-keylogfile",
              file("openssl.keys").toString()));
      HandshakeRecord back = pair.backRecord();
      assertThat(back.cause()).as("%s", back).isEmpty();
    }

    assertThat(lines(file("back.keys"))).isNotEmpty().isSubsetOf(lines(file("openssl.keys")));
  }

  @Test
  void saysSoAndEndsByItself() throws Exception {
    Ends ends = new Ends();
    ends.back.tls.add(setting(file("back.keys"), "200ms"));
    try (RunningPair pair = RunningPair.both(folder, ends, Combination.ALL.get(0))) {
      assertThat(warning(pair)).contains("INSECURE", "back.keys", "are written");
      assertThat(warning(pair)).contains("INSECURE", "no more secrets");

      assertThat(pair.ask()).isEqualTo(200);
    }
    assertThat(file("back.keys")).doesNotExist();
  }

  private static String warning(RunningPair pair) throws InterruptedException {
    while (true) {
      if (pair.backEvent() instanceof LifecycleEvent.Warned warned
          && warned.sentence().startsWith("INSECURE")) {
        return warned.sentence();
      }
    }
  }

  @Test
  void neverWritesToAFileThatExists() throws Exception {
    Ends ends = new Ends();
    Path precious = Files.writeString(file("precious"), "precious");
    ends.back.tls.add(setting(precious, "1m"));

    assertThatThrownBy(() -> RunningPair.back(folder, ends, Combination.ALL.get(0)).close())
        .isInstanceOfSatisfying(
            StartException.class,
            e -> assertThat(e.problems().toString()).contains("keyLogInsecure", "exists already"));
    assertThat(precious).hasContent("precious");
  }

  @Test
  void isRefusedWhereTheProviderTellsNoSecrets() {
    Ends ends = new Ends();
    ends.back.tls.add(setting(file("back.keys"), "1m"));

    assertThatThrownBy(
            () ->
                RunningPair.back(folder, ends, new Combination("jdk", "jdk", Combination.TLS13))
                    .close())
        .isInstanceOfSatisfying(
            StartException.class,
            e -> assertThat(e.problems().toString()).contains("keyLogInsecure", "provider jdk"));
    assertThat(file("back.keys")).doesNotExist();
  }
}
