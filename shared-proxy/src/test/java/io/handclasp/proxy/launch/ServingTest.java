package io.handclasp.proxy.launch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.Program;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A proxy that its launcher runs: what it says, and how its operator changes what it says. */
class ServingTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Lines log = new Lines();
  @TempDir private Path folder;
  private CompletableFuture<Integer> ended;
  private String proxy;
  private String admin;

  @BeforeEach
  void startAFrontWhoseBackIsDown() throws Exception {
    Authority authority = Authority.root("CN=authority").create();
    StoreWriter.pem(folder.resolve("own.pem"), authority.identity("CN=own").client().create());
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(authority.certificate()));
    Path file =
        Files.writeString(
            folder.resolve("front.yaml"),
            """
            listen: 127.0.0.1:0
            workers: 1
            admin: {listen: "127.0.0.1:0"}
            timeouts: {warmUp: 0}
            tls: {keyStore: {file: own.pem}, trustStore: {file: trust.pem}}
            routes: [{endpoint: "https://127.0.0.1:1"}]
            """);
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    Launcher launcher = new Launcher(new Program("client-proxy", Side.FRONT, null), out, out);
    ended =
        CompletableFuture.supplyAsync(
            () -> launcher.run(List.of("--config", file.toString())),
            task -> new Thread(task, "launcher").start());
    proxy = "http://" + log.await("lifecycle ready listen=(\\S+)");
    admin = log.await("lifecycle admin-ready url=(\\S+?)/?\\s");
  }

  @AfterEach
  void drain() throws Exception {
    assertThat(post("/drain")).isEqualTo(202);
    assertThat(ended.get(20, SECONDS)).isZero();
  }

  @Test
  void writesWhatTheLevelsAllowFromThenOn() throws Exception {
    request("/before");
    log.await("( access .*/before)");
    log.await("( handshake )");
    assertThat(post("/loggers?logger=access&level=off")).isEqualTo(200);
    assertThat(post("/loggers?logger=handshake&level=off")).isEqualTo(200);
    int handshakes = log.count(" handshake ");

    request("/meanwhile");

    assertThat(post("/loggers?logger=access&level=info")).isEqualTo(200);
    request("/after");
    log.await("( access .*/after)");
    assertThat(log.text()).doesNotContain("/meanwhile");
    assertThat(log.count(" handshake ")).isEqualTo(handshakes);
    assertThat(get("/loggers")).contains("\"access\":\"info\"", "\"handshake\":\"off\"");
    assertThat(post("/reload")).isEqualTo(200);
    assertThat(get("/loggers")).contains("\"access\":\"info\"", "\"handshake\":\"info\"");
  }

  @Test
  void saysReadyWhenItsAdminListenerAnswersToo() {
    assertThat(log.text().indexOf("lifecycle admin-ready "))
        .isNotNegative()
        .isLessThan(log.text().indexOf("lifecycle ready "));
  }

  @Test
  void takesNoOrderFromAPageOfAnotherSite() throws Exception {
    String order = "/loggers?logger=access&level=off";

    assertThat(post(order, "Origin", "http://attacker.example")).isEqualTo(403);
    assertThat(post(order, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);

    assertThat(get("/loggers")).contains("\"access\":\"info\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logger=root&level=off | logger: root (expected: one of handshake, access, connection,"
            + " lifecycle)",
        "level=off | logger: missing in the query (expected: one of handshake, access,"
            + " connection, lifecycle)",
        "logger=access&level=loud | level: loud (expected: one of off, error, warn, info, debug)",
        "logger=access&level= | level: missing in the query (expected: one of off, error, warn,"
            + " info, debug)",
        "logger=access&level=a%1Bb | level: a?b (expected: one of off, error, warn, info, debug)"
      })
  void saysWhichWordOfAnOrderIsWrong(String query, String reason) throws Exception {
    HttpResponse<String> answer = order("/loggers?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(reason + "\n");
    assertThat(get("/loggers")).contains("\"access\":\"info\"");
  }

  private void request(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(proxy + path)).build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(502);
  }

  private String get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(admin + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private int post(String path, String... fields) throws Exception {
    return order(path, fields).statusCode();
  }

  private HttpResponse<String> order(String path, String... fields) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(admin + path)).POST(HttpRequest.BodyPublishers.noBody());
    if (fields.length > 0) {
      request.headers(fields);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What was logged, for whoever waits for a line. */
  private static final class Lines extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      notifyAll();
    }

    /** The group of a pattern, once it is there. */
    synchronized String await(String pattern) throws InterruptedException {
      Pattern wanted = Pattern.compile(pattern);
      long until = System.nanoTime() + SECONDS.toNanos(20);
      Matcher found = wanted.matcher(text());
      while (!found.find()) {
        assertThat(System.nanoTime()).as(text()).isLessThan(until);
        wait(1_000);
        found = wanted.matcher(text());
      }
      return found.group(1);
    }

    int count(String part) {
      return text().split(part, -1).length - 1;
    }

    synchronized String text() {
      return toString(StandardCharsets.UTF_8);
    }
  }
}
