package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.StoreWriter;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both programs as processes, started by the scripts that users start. */
class ProgramsTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final long HEAP = 48L << 20;
  private static final long BODY = 4 * HEAP;

  @TempDir private Path folder;
  private final List<Process> started = new java.util.ArrayList<>();

  @BeforeEach
  void makeStores() throws Exception {
    assumeTrue(
        Files.isDirectory(ROOT.resolve("client-proxy/target/lib")),
        "the programs are not packaged: run mvn package or verify");
    Authority authority = Authority.root("CN=authority").create();
    StoreWriter.pem(
        folder.resolve("client.pem"), authority.identity("CN=client").client().create());
    StoreWriter.pem(
        folder.resolve("backend.pem"),
        authority.identity("CN=backend").dns("backend.example").server().create());
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(authority.certificate()));
  }

  @AfterEach
  void endWhatIsLeft() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void streamABodyThatIsLargerThanTheirHeaps() throws Exception {
    String back = start("backend-service", "{path: /, service: echo}", "backend.pem");
    String route = "{path: /, endpoint: 'https://" + back + "', peerName: backend.example}";
    String front = start("client-proxy", route, "client.pem");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://" + front + "/large"))
                    .timeout(Duration.ofSeconds(90))
                    .POST(
                        HttpRequest.BodyPublishers.ofInputStream(
                            () -> new DigestInputStream(new Endless(BODY), digest)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"size\":" + BODY)
        .contains(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void reloadOnSighupAndDrainAndEndWithZeroOnSigterm() throws Exception {
    start("backend-service", "{path: /, service: echo}", "backend.pem");
    Process back = started.get(0);

    new ProcessBuilder("kill", "-HUP", Long.toString(back.pid())).start().waitFor();
    awaitLine("lifecycle reloaded epoch=2", back);
    back.destroy();

    assertThat(back.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(back.exitValue()).isZero();
    assertThat(Files.readString(folder.resolve("backend-service.log")))
        .contains("lifecycle draining", "lifecycle stopped");
  }

  @Test
  void endWith69WhereThePortIsTaken() throws Exception {
    String taken = start("backend-service", "{path: /, service: echo}", "backend.pem");
    Path file = write("second", "listen: " + taken, "{path: /, service: echo}", "backend.pem");

    Process second = launch("backend-service", file, folder.resolve("second.log"));

    assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(69);
    assertThat(Files.readString(folder.resolve("second.log")))
        .contains("listen: cannot listen on " + taken);
  }

  private void awaitLine(String part, Process back) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String text = "";
    while (!text.contains(part)) {
      assertThat(System.nanoTime()).as(text).isLessThan(deadline);
      assertThat(back.waitFor(20, TimeUnit.MILLISECONDS)).as(text).isFalse();
      text = Files.readString(folder.resolve("backend-service.log"));
    }
  }

  /** Starts a program and gives the address of its ready line. */
  private String start(String program, String route, String keyStore) throws Exception {
    Path log = folder.resolve(program + ".log");
    Process process = launch(program, write(program, "listen: 127.0.0.1:0", route, keyStore), log);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (System.nanoTime() < deadline) {
      String text = Files.readString(log);
      int ready = text.indexOf("ready listen=");
      int end = text.indexOf(' ', ready + "ready ".length());
      if (ready >= 0 && end > ready) {
        return text.substring(ready + "ready listen=".length(), end);
      }
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as(text).isFalse();
    }
    throw new AssertionError(program + " was not ready: " + Files.readString(log));
  }

  private Process launch(String program, Path config, Path log) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                ROOT.resolve("scripts").resolve(program).toString(), "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HANDCLASP_JAVA_OPTS", "-Xmx" + (HEAP >> 20) + "m");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private Path write(String name, String listen, String route, String keyStore) throws Exception {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        listen
            + "\nadmin: off\ntls: {keyStore: {file: "
            + keyStore
            + "}, trustStore: {file: trust.pem}}\nroutes: ["
            + route
            + "]\n");
  }

  /** So many bytes without end in sight, never kept. */
  private static final class Endless extends InputStream {
    private long left;
    private int next = 17;

    Endless(long bytes) {
      left = bytes;
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      left--;
      next = next * 31 + 7;
      return next & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = (int) Math.min(left, length);
      for (int i = 0; i < count; i++) {
        into[offset + i] = (byte) read();
      }
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
