package io.handclasp.proxy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.doctor.Rehearsal;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.Journal;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.OpenedTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/handshakes.md says what is true: its scripts run. */
class HandshakesPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("project.root", "..")).resolve("docs/handshakes.md");
  private static final Authority AUTHORITY = Authority.root("CN=authority").create();
  private static final Authority STRANGE = Authority.root("CN=strange").create();

  @TempDir private Path folder;

  @Test
  void runsTheScriptsOfThePage() throws Exception {
    side("client", "CN=front", AUTHORITY);
    side("backend", "CN=back", AUTHORITY);
    Path front =
        Files.writeString(
            folder.resolve("client-proxy.yaml"),
            """
            tls: {keyStore: {file: client.pem}, trustStore: {file: client-trust.pem}}
            routes: [{endpoint: 'https://127.0.0.1:8243', peerName: back.example}]
            """);
    Path back = backend(folder.resolve("backend-service.yaml"), "backend-trust.pem");
    StoreWriter.trustPem(folder.resolve("strange.pem"), List.of(STRANGE.certificate()));
    Path strict = backend(folder.resolve("strict.yaml"), "strange.pem");
    play(front, back, strict);

    assertThat(run("doctor")).contains("will shake hands").doesNotContain("not ready");
    assertThat(run("looking"))
        .contains(" both ")
        .contains("(1)", "(2)", "(3)", "(4)")
        .contains("Verdict")
        .contains("handshakes  2");
  }

  @Test
  void namesEveryCommand() throws IOException {
    String page = Files.readString(PAGE);

    for (String command : HandshakesMain.command().commandNames()) {
      assertThat(page).contains("handshakes " + command);
    }
  }

  private void side(String name, String subject, Authority trusted) throws Exception {
    Identity identity =
        name.equals("client")
            ? AUTHORITY.identity(subject).client().dns("front.example").create()
            : AUTHORITY.identity(subject).server().dns("back.example").create();
    StoreWriter.pem(folder.resolve(name + ".pem"), identity);
    StoreWriter.trustPem(folder.resolve(name + "-trust.pem"), List.of(trusted.certificate()));
  }

  private Path backend(Path file, String trust) throws IOException {
    return Files.writeString(
        file,
        "listen: 127.0.0.1:8243\ntls: {keyStore: {file: backend.pem}, trustStore: {file: "
            + trust
            + "}}\nroutes: [{service: echo}]\n");
  }

  /** One good handshake and one that the back refuses, in both journals. */
  private void play(Path front, Path back, Path strict) throws Exception {
    try (OpenedTls client = OpenedTls.open(ProxyConfigReader.read(front, Side.FRONT).config());
        OpenedTls server = OpenedTls.open(ProxyConfigReader.read(back, Side.BACK).config());
        OpenedTls refusing = OpenedTls.open(ProxyConfigReader.read(strict, Side.BACK).config());
        Journal clients = journal("client-handshakes.jsonl");
        Journal backends = journal("backend-handshakes.jsonl")) {
      for (OpenedTls end : List.of(server, refusing)) {
        JoinedHandshake played =
            Rehearsal.play(
                Objects.requireNonNull(end.server()),
                Objects.requireNonNull(client.client(null)),
                "127.0.0.1",
                8243,
                "back.example");
        for (HandshakeRecord told : played.ends()) {
          (told.role() == Role.CLIENT ? clients : backends).onHandshake(told);
        }
      }
    }
  }

  private Journal journal(String name) throws IOException {
    return Journal.open(folder.resolve(name), 1 << 20, 1, notice -> {});
  }

  /** Runs a script of the page; each command has to answer yes, but for a filter on a cause. */
  private String run(String name) throws Exception {
    String function =
        "handshakes() { '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + HandshakesMain.class.getName()
            + " \"$@\" || [ $? = 1 ]; }\n";
    Path script =
        Files.writeString(folder.resolve(name + ".sh"), "set -eu\n" + function + part(name));
    Path output = folder.resolve(name + ".out");
    Process process =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private static String part(String name) throws IOException {
    String page = Files.readString(PAGE);
    int marker = page.indexOf("<!-- tested: " + name + " -->");
    assertThat(marker).as(name).isPositive();
    int start = page.indexOf("```sh\n", marker) + "```sh\n".length();
    return page.substring(start, page.indexOf("```", start));
  }
}
