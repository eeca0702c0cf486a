package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.link.Addresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class NamesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration BRIEF = Duration.ofMillis(20);

  private volatile List<String> addresses = List.of();
  private final CountDownLatch silence = new CountDownLatch(1);

  @Test
  void spreadsRequestsOverAllAddressesOfNameAndFollowsThemAsTheyComeAndGo() throws Exception {
    try (ScriptedOrigin one = origin("127.0.0.1", 0, "1");
        ScriptedOrigin two = origin("127.0.0.2", one.port(), "2");
        ScriptedOrigin three = origin("127.0.0.3", one.port(), "3");
        RunningEngine engine = engine("backs.example", one.port());
        RawClient client = engine.connect()) {
      addresses = List.of("127.0.0.1", "127.0.0.2");
      assertThat(answersOfSix(client)).containsExactly("1", "2");

      addresses = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");
      while (answersOfSix(client).size() < 3) {}

      addresses = List.of("127.0.0.3");
      while (answersOfSix(client).size() > 1) {}
      assertThat(client.send(GET).answer()).endsWith("3");
      assertThat(two.accepted()).isEqualTo(1);
      assertThat(three.accepted()).isEqualTo(1);
    }
  }

  @Test
  void goesToAnotherAddressWhereOneCannotBeReached() throws Exception {
    try (ScriptedOrigin one = origin("127.0.0.1", 0, "1");
        RunningEngine engine = engine("backs.example", one.port());
        RawClient client = engine.connect()) {
      addresses = List.of("127.0.0.2", "127.0.0.3", "127.0.0.1");
      for (int i = 0; i < 12; i++) {
        assertThat(client.send(GET).answer()).endsWith("1");
      }
    }
  }

  @Test
  void staysWithWhatItKnowsWhileNameServiceFails() throws Exception {
    try (ScriptedOrigin one = origin("127.0.0.1", 0, "1");
        RunningEngine engine = engine("backs.example", one.port());
        RawClient client = engine.connect()) {
      addresses = List.of("127.0.0.1");
      assertThat(client.send(GET).answer()).endsWith("1");
      addresses = List.of();
      long until = System.nanoTime() + BRIEF.toNanos() * 5;
      while (System.nanoTime() < until) {
        assertThat(client.send(GET).answer()).endsWith("1");
      }
    }
  }

  @Test
  void answersWhereNameIsUnknownAndAsksAgainForNextRequest() throws Exception {
    try (ScriptedOrigin one = origin("127.0.0.1", 0, "1");
        RunningEngine engine = engine("backs.example", one.port());
        RawClient client = engine.connect()) {
      assertThat(client.send(GET).answer())
          .startsWith("HTTP/1.1 502 ")
          .contains("error=dns_error")
          .doesNotContain("backs.example");
      assertThat(engine.completed().failure()).isEqualTo(FailureKind.NAME_UNKNOWN);

      addresses = List.of("127.0.0.1");
      assertThat(client.send(GET).answer()).endsWith("1");
    }
  }

  @Test
  void answersWhereNameServiceIsSilentAndStillServesOtherRoutes() throws Exception {
    try (ScriptedOrigin one = origin("127.0.0.1", 0, "1");
        RunningEngine engine = engine("silent.example", one.port());
        RawClient waiting = engine.connect();
        RawClient client = engine.connect()) {
      waiting.send(GET);
      assertThat(client.send(GET.replace("GET /", "GET /direct")).answer()).endsWith("1");
      assertThat(waiting.answer()).startsWith("HTTP/1.1 504 ").contains("error=dns_timeout");
    } finally {
      silence.countDown();
    }
  }

  @Test
  void cutsWhatGoesOnUnderAnOldIdentityAtAnAddressThatDisappeared() throws Exception {
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          while (!origin.request(connection).startsWith("GET /long ")) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
          }
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1");
          connection.toEnd();
        };
    try (MutualTls tls = MutualTls.overHttp2();
        ScriptedOrigin one = new ScriptedOrigin(script);
        ScriptedOrigin two = origin("127.0.0.2", one.port(), "2");
        RunningEngine engine = engine("backs.example", one.port());
        RawClient client = engine.connect();
        RawClient staying = engine.connect()) {
      addresses = List.of("127.0.0.1");
      staying.send(GET.replace("GET /", "GET /long")).head();
      addresses = List.of("127.0.0.2");
      while (!client.send(GET).answer().endsWith("2")) {}
      assertThat(two.accepted()).isEqualTo(1);

      TestConfig config = config("backs.example", one.port());
      engine.engine().switchTo(tls.state(config.config(TestConfig.retiringAtOnce()))).join();

      ExchangeCompleted completed = engine.completed();
      while (completed.failure() == null) {
        completed = engine.completed();
      }
      assertThat(completed.failure()).isEqualTo(FailureKind.CUT_OFF);
    }
  }

  private RunningEngine engine(String name, int port) {
    EngineState state = config(name, port).state();
    return new RunningEngine("test-proxy", state, new Addresses(BRIEF, this::look));
  }

  private static TestConfig config(String name, int port) {
    EndpointConfig named = new EndpointConfig(false, new Address(name, port), null);
    RouteConfig route = new RouteConfig("*", "/", new RouteConfig.Forward(List.of(named)));
    return TestConfig.forwardingTo().with(List.of(TestConfig.route("*", "/direct", port), route));
  }

  private InetAddress[] look(String host) throws UnknownHostException {
    try {
      if (host.startsWith("silent.")) {
        silence.await();
      }
    } catch (InterruptedException e) {
      throw new UnknownHostException("interrupted");
    }
    List<String> now = addresses;
    if (now.isEmpty()) {
      throw new UnknownHostException(host);
    }
    InetAddress[] found = new InetAddress[now.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(now.get(i));
    }
    return found;
  }

  private static Set<String> answersOfSix(RawClient client) throws Exception {
    Set<String> answers = new TreeSet<>();
    for (int i = 0; i < 6; i++) {
      String answer = client.send(GET).answer();
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      answers.add(answer.substring(answer.length() - 1));
    }
    return answers;
  }

  private static ScriptedOrigin origin(String address, int port, String body) throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + body;
    return ScriptedOrigin.at(InetAddress.getByName(address), port, answer);
  }
}
