package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.pair.WatchedPair.Watched;
import io.handclasp.proxy.admin.Admin;
import io.handclasp.proxy.admin.Orders;
import io.handclasp.proxy.config.AdminConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.StartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the admin listeners of a running pair answer, and to whom they do not. */
class AdminTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static WatchedPair pair;
  private static ApiDocument api;

  /** Whose handshakes are made up. */
  private static Watched spare;

  @BeforeAll
  static void forwardOneRequestAndRefuseAnother() throws Exception {
    api = new ApiDocument(ROOT.resolve("docs/admin-api.yaml"));
    pair = new WatchedPair(folder);
    spare = pair.start(folder, Side.BACK, "{file: back.pem}", "[{service: echo}]", "");
    assertThat(pair.request(pair.front, "/hello")).isEqualTo(200);
    assertThat(pair.request(pair.stranger, "/hello")).isEqualTo(502);
    WatchedPair.awaitHandshakes(pair.front, 1);
    WatchedPair.awaitHandshakes(pair.stranger, 1);
    WatchedPair.awaitHandshakes(pair.back, 2);
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  @ParameterizedTest
  @CsvSource({"/live", "/ready", "/status", "/handshakes", "/certificates", "/routes", "/config"})
  void answersAsTheDescriptionSays(String path) throws Exception {
    for (Watched each : List.of(pair.front, pair.back, pair.stranger)) {
      HttpResponse<String> answer = pair.get(each, path);

      assertThat(api.problems(path, "get", answer.statusCode(), json(answer))).isEmpty();
    }
  }

  @Test
  void showsBothEndsOfAHandshakeOnOneClock() throws Exception {
    JsonNode found = handshake(pair.front, "established");

    assertThat(found.path("other_state").asText()).isEqualTo("joined");
    assertThat(found.path("own").path("side").asText()).isEqualTo("client");
    assertThat(found.path("other").path("side").asText()).isEqualTo("server");
    assertThat(found.path("own").path("random")).isEqualTo(found.path("other").path("random"));
    assertThat(found.path("steps").findValuesAsText("kind"))
        .contains(
            "client-hello", "server-certificate", "certificate-request", "client-certificate");
    JsonNode hello = found.path("steps").get(0);
    assertThat(hello.path("received_us").asLong())
        .isGreaterThanOrEqualTo(hello.path("sent_us").asLong());
  }

  @Test
  void tellsTheFrontWhatTheBackRefusedItFor() throws Exception {
    JsonNode found = handshake(pair.stranger, "refused");

    assertThat(found.path("other_state").asText()).isEqualTo("joined");
    assertThat(found.path("verdict").path("outcome").asText()).isIn("refused", "failed");
    assertThat(found.path("steps").findValuesAsText("kind")).contains("alert");
    assertThat(found.path("other").path("peer_chain").isMissingNode()).isTrue();
  }

  private static JsonNode handshake(Watched of, String outcome) throws Exception {
    JsonNode list = json(pair.get(of, "/handshakes?outcome=" + outcome));
    String id = list.path("handshakes").get(0).path("id").asText();
    HttpResponse<String> answer = pair.get(of, "/handshakes/" + id);
    JsonNode found = json(answer);
    assertThat(api.problems("/handshakes/{id}", "get", answer.statusCode(), found)).isEmpty();
    return found;
  }

  @Test
  void pagesAndFilters() throws Exception {
    JsonNode first = json(pair.get(pair.back, "/handshakes?limit=1"));
    assertThat(first.path("handshakes")).hasSize(1);
    JsonNode second =
        json(pair.get(pair.back, "/handshakes?limit=1&before=" + first.path("next").asLong()));
    assertThat(second.path("handshakes").get(0).path("number").asLong())
        .isLessThan(first.path("handshakes").get(0).path("number").asLong());

    JsonNode filtered = json(pair.get(pair.back, "/handshakes?peer=front.example"));
    assertThat(filtered.path("summary").path("total").asInt()).isPositive();
    assertThat(filtered.path("handshakes").findValuesAsText("peer"))
        .containsOnly("CN=front.example");
    assertThat(pair.get(pair.back, "/handshakes?outcome=fine").statusCode()).isEqualTo(400);
    assertThat(pair.get(pair.back, "/handshakes?limit=0").statusCode()).isEqualTo(400);
    assertThat(pair.get(pair.back, "/handshakes/ffffffffffff").statusCode()).isEqualTo(404);
    assertThat(pair.get(pair.back, "/handshakes/..%2Fx").statusCode()).isEqualTo(404);
  }

  @Test
  void showsOwnCertificatesFirstAndThosePeersShowed() throws Exception {
    JsonNode found = json(pair.get(pair.back, "/certificates"));

    assertThat(found.path("own").path("chain").get(0).path("subject").asText())
        .isEqualTo("CN=back.example");
    assertThat(found.path("peers").get(0).path("accepted").asBoolean()).isTrue();
    assertThat(found.path("peers").get(0).path("chain").get(0).path("days_left").asInt())
        .isPositive();
  }

  @Test
  void countsWhatFlowsByRouteAndEndpoint() throws Exception {
    assertThat(pair.request(pair.front, "/count")).isEqualTo(200);

    JsonNode route = json(pair.get(pair.front, "/routes")).path("routes").get(1);

    assertThat(route.path("last_minute").path("requests").asInt()).isPositive();
    assertThat(route.path("endpoints").get(0).path("connections").asInt()).isPositive();
    assertThat(route.path("endpoints").get(0).path("last_minute").path("errors").asInt()).isZero();
    assertThat(route.path("history").path("per_second")).hasSize(180);
  }

  @Test
  void neverShowsASecret() throws Exception {
    assertThat(pair.get(pair.stranger, "/config").body())
        .contains("(hidden)")
        .doesNotContain("hunter2");
  }

  @Test
  void isNotReadyWhileARouteHasNoEndpointThatAnswers() throws Exception {
    assertThat(pair.request(pair.stranger, "/nowhere")).isEqualTo(502);

    HttpResponse<String> answer = pair.get(pair.stranger, "/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("route */nowhere: no endpoint answers");
    assertThat(api.problems("/ready", "get", 503, json(answer))).isEmpty();
  }

  @Test
  void reloadsAndDrainsWhenOrdered() throws Exception {
    HttpResponse<String> reloaded = pair.post(pair.stranger, "/reload");
    assertThat(api.problems("/reload", "post", reloaded.statusCode(), json(reloaded))).isEmpty();
    assertThat(json(reloaded).path("epoch").asInt()).isEqualTo(2);

    HttpResponse<String> draining = pair.post(pair.stranger, "/drain");
    assertThat(api.problems("/drain", "post", draining.statusCode(), json(draining))).isEmpty();
    assertThat(pair.stranger.orders()).containsExactly("reload", "drain");
    assertThat(pair.get(pair.stranger, "/drain").statusCode()).isEqualTo(405);
  }

  @Test
  void examinesStoresAndEndpointsWhenAsked() throws Exception {
    HttpResponse<String> answer = pair.post(pair.front, "/doctor");

    JsonNode found = json(answer);
    assertThat(api.problems("/doctor", "post", answer.statusCode(), found)).isEmpty();
    assertThat(found.path("well").asBoolean()).isFalse();
    assertThat(found.path("endpoints").findValuesAsText("succeeds"))
        .containsExactly("false", "true");
    HttpResponse<String> back = pair.post(pair.back, "/doctor");
    assertThat(json(back).path("well").asBoolean()).isTrue();
  }

  @Test
  void tellsOfEachHandshakeAsItHappens() throws Exception {
    try (Socket socket = ask(spare, "GET /handshakes/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      BufferedReader reader = reader(socket);
      assertThat(reader.readLine()).contains("200");

      spare.recent().onHandshake(established());

      String line = reader.readLine();
      while (line != null && !line.startsWith("data: ")) {
        line = reader.readLine();
      }
      assertThat(line).contains("\"outcome\":\"");
    }
  }

  @Test
  void letsASlowListenerMissEventsAndSaysHowManyAndGoesOnForAllOthers() throws Exception {
    HandshakeRecord handshake = established();
    try (Socket slow = ask(spare, "GET /handshakes/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Socket quick = ask(spare, "GET /handshakes/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      BufferedReader unread = reader(slow);
      assertThat(unread.readLine()).contains("200");
      BufferedReader read = reader(quick);
      for (int i = 0; i < 30; i++) {
        for (int k = 0; k < 1_000; k++) {
          spare.recent().onHandshake(handshake);
        }
        awaitEvent(read);
        assertThat(pair.get(spare, "/live").statusCode()).isEqualTo(200);
      }

      assertThat(missed(unread, handshake)).isPositive();
    }
    assertThat(pair.get(spare, "/handshakes?limit=2000").statusCode()).isEqualTo(200);
  }

  private static void awaitEvent(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    while (!line.equals("event: handshake")) {
      line = reader.readLine();
    }
  }

  /** Reads all that was kept for a listener, until it is told how many it missed. */
  private static long missed(BufferedReader reader, HandshakeRecord next) throws IOException {
    while (true) {
      String line = reader.readLine();
      if (line.equals("event: missed")) {
        return Long.parseLong(reader.readLine().substring("data: ".length()));
      }
      spare.recent().onHandshake(next);
    }
  }

  @Test
  void greedyVisitorsAreBoundedAndHarmNoRequest() throws Exception {
    List<Socket> greedy = new ArrayList<>();
    try {
      for (int i = 0; i < 80; i++) {
        greedy.add(ask(pair.front, "GET /handshakes/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      }
      int listening = 0;
      for (Socket each : greedy.subList(0, 40)) {
        listening += reader(each).readLine().contains("200") ? 1 : 0;
      }
      assertThat(listening).isEqualTo(16);

      assertThat(pair.request(pair.front, "/meanwhile")).isEqualTo(200);
    } finally {
      for (Socket each : greedy) {
        each.close();
      }
    }
  }

  @Test
  void asksVisitorsForACertificateUnderMutualTls() throws Exception {
    Watched secured =
        pair.start(folder, Side.BACK, "{file: back.pem}", "[{service: echo}]", ", tls: true");
    URI live = URI.create("https://" + secured.address() + "/live");
    HttpRequest request = HttpRequest.newBuilder(live).build();

    HttpClient known = HttpClient.newBuilder().sslContext(WatchedPair.visitor(true)).build();
    assertThat(known.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
    HttpClient unknown = HttpClient.newBuilder().sslContext(WatchedPair.visitor(false)).build();
    assertThatThrownBy(() -> unknown.send(request, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);

    String routes =
        "[{endpoint: 'https://" + secured.server().address() + "', peerName: back.example}]";
    String peer = ", peer: 'https://" + secured.address() + "', peerName: back.example";
    Watched asking = pair.start(folder, Side.FRONT, "{file: front.pem}", routes, peer);
    assertThat(pair.request(asking, "/hello")).isEqualTo(200);
    WatchedPair.awaitHandshakes(asking, 1);
    WatchedPair.awaitHandshakes(secured, 1);
    assertThat(handshake(asking, "established").path("other_state").asText()).isEqualTo("joined");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "421 | GET /handshakes | Host: attacker.example",
        "421 | GET / | Host: 127.0.0.1.attacker.example",
        "421 | POST /drain | Host: attacker.example:9280",
        "400 | GET /handshakes | X-No-Host: 1",
        "403 | POST /drain | Host: localhost;Origin: http://attacker.example",
        "403 | POST /drain | Host: localhost;Origin: null",
        "403 | POST /drain | Host: localhost;Sec-Fetch-Site: cross-site",
        "403 | POST /drain | Host: localhost;Sec-Fetch-Site: same-site",
        "403 | POST /drain | Host: localhost;Sec-Fetch-Site: none",
        "403 | GET /handshakes | Host: localhost;Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: no-cors",
        "403 | GET /handshakes/stream | Host: localhost;Origin: https://localhost",
        "403 | GET / | Host: localhost;Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: iframe",
        "200 | GET / | Host: localhost;Sec-Fetch-Site: cross-site;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: document",
        "200 | GET /live | Host: [::1]:9280",
        "200 | GET /live | Host: LOCALHOST:1;Origin: http://localhost:1;Sec-Fetch-Site: same-origin",
        "405 | GET /reload | Host: localhost",
        "405 | DELETE /live | Host: localhost",
        "404 | GET /assets/Admin.class | Host: localhost",
        "404 | GET /assets/..%2fx.js | Host: localhost",
        "400 | GET http://localhost/live | Host: localhost"
      })
  void looksWhereARequestComesFrom(int status, String line, String fields) throws Exception {
    String head = line + " HTTP/1.1\r\n" + fields.replace(";", "\r\n") + "\r\n\r\n";
    try (Socket socket = ask(pair.front, head)) {
      assertThat(reader(socket).readLine()).startsWith("HTTP/1.1 " + status + " ");
    }
    assertThat(pair.front.orders()).isEmpty();
  }

  @Test
  void saysToBrowsersWhatTheyMayDoWithAnAnswer() throws Exception {
    for (String path : List.of("/", "/handshakes", "/assets/app.js", "/nothing")) {
      HttpResponse<String> answer = pair.get(pair.front, path);

      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
          .doesNotContain("unsafe")
          .contains("frame-ancestors 'none'");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void refusesABodyBeyondItsLimit() throws Exception {
    String head = "POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";
    try (Socket socket = ask(pair.front, head + "x".repeat(64 * 1024 + 1))) {
      assertThat(reader(socket).readLine()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void namesAnAddressThatIsTaken() {
    AdminConfig taken = AdminConfig.on(pair.front.address());
    Orders none =
        new Orders() {
          @Override
          public void drain() {}

          @Override
          public void reload() {}
        };
    try (Admin second = new Admin("other", Side.FRONT, taken, new RecentHandshakes(1))) {
      assertThatThrownBy(() -> second.open(pair.front.server(), none, handshake -> {}))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("admin.listen: cannot listen on " + pair.front.address())
          .hasMessageContaining("admin: off");
    }
  }

  private static HandshakeRecord established() throws Exception {
    return pair.front.recent().byId("").stream()
        .filter(each -> each.outcome() == Outcome.ESTABLISHED)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private static Socket ask(Watched of, String request) throws IOException {
    Socket socket = new Socket(of.address().host(), of.address().port());
    socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
