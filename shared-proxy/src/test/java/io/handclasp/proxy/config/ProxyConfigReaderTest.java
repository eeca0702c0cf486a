package io.handclasp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.handclasp.handshake.tls.IdentitySettings;
import io.handclasp.handshake.tls.ProviderChoice;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.trust.RevocationPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyConfigReaderTest {
  private static final String TLS =
      "tls: {keyStore: {file: own.p12, password: 'env:OWN'}, trustStore: {file: trust.p12}}\n";
  private static final String ROUTE = "routes: [{endpoint: 'https://127.0.0.1:8243'}]\n";
  private static final String SERVICE = "routes: [{service: echo}]\n";

  @TempDir private Path folder;

  @Test
  void fillsInSafeDefaultsAtTheFront() throws Exception {
    ProxyConfig config = front(TLS + ROUTE).config();

    assertThat(config.side()).isEqualTo(Side.FRONT);
    assertThat(config.listen()).isEqualTo(new Address("127.0.0.1", 8280));
    assertThat(config.tls().provider()).isEqualTo(ProviderChoice.AUTO);
    assertThat(config.tls().protocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(config.tls().policy().matchCommonName()).isFalse();
    assertThat(config.tls().policy().revocation()).isEqualTo(RevocationPolicy.OFF);
    assertThat(config.limits()).isEqualTo(Limits.defaults());
    assertThat(config.timeouts()).isEqualTo(Timeouts.defaults());
    assertThat(config.reload()).isEqualTo(ReloadConfig.defaults());
    assertThat(config.log()).isEqualTo(LogConfig.defaults());
    assertThat(config.journal()).isNull();
    assertThat(config.routes())
        .containsExactly(
            new RouteConfig(
                "*",
                "/",
                new RouteConfig.Forward(
                    List.of(new EndpointConfig(true, new Address("127.0.0.1", 8243), null)))));
  }

  @Test
  void fillsInSafeDefaultsAtTheBack() throws Exception {
    ProxyConfig config = back(TLS + SERVICE).config();

    assertThat(config.listen()).isEqualTo(new Address("127.0.0.1", 8243));
    assertThat(config.routes())
        .containsExactly(
            new RouteConfig("*", "/", new RouteConfig.BuiltIn(new ServiceConfig.Echo())));
  }

  @Test
  void readsEveryKeyOfTheFront() throws Exception {
    LoadedConfig loaded =
        front(
            """
            listen: "[::1]:0"
            tls:
              provider: openssl
              protocols: [TLSv1.2]
              suites: [TLS_AES_128_GCM_SHA256]
              groups: x25519
              keyStore: {file: a/own.pem, keyFile: /k.pem, password: "file:own.password",
                keyPassword: "env:KEY", alias: me}
              trustStore: {file: trust.p12, password: "file:/abs"}
              revocation: {lists: [one.crl, two.crl], policy: when-available}
              matchCommonName: true
              minimumRsaBits: 3072
              allowSha1: false
            routes:
              - {host: "*.Example.org", path: /orders, endpoint: "https://[::1]", peerName: b.example}
              - endpoints: ["https://one:1", {url: "https://two:2", peerName: deux}]
            limits: {requestLine: 4KiB, fields: 16KiB, fieldCount: 50, body: 1GiB, connections: 7,
              streams: 8}
            timeouts: {connect: 1s, handshake: 2s, header: 3s, idle: 4m, body: 5s, response: 6s,
              linkIdle: 7s, drain: 800ms}
            journal: {file: handshakes.jsonl, maxSize: 2MiB, keep: 1}
            workers: 3
            log: {format: json, levels: {access: off, handshake: debug}}
            reload: {watch: false, interval: 10s, retire: 1m}
            """);
    ProxyConfig config = loaded.config();

    assertThat(config.listen()).isEqualTo(new Address("::1", 0));
    assertThat(config.tls().identity().file()).isEqualTo(folder.resolve("a/own.pem"));
    assertThat(config.tls().identity().keyFile()).isEqualTo(Path.of("/k.pem"));
    assertThat(config.tls().identity().password())
        .isEqualTo(new PasswordSource.FromFile(folder.resolve("own.password")));
    assertThat(config.tls().identity().keyPassword()).isEqualTo(PasswordSource.parse("env:KEY"));
    assertThat(config.tls().identity().alias()).isEqualTo("me");
    assertThat(config.tls().trust().file()).isEqualTo(folder.resolve("trust.p12"));
    assertThat(config.tls().provider()).isEqualTo(ProviderChoice.OPENSSL);
    assertThat(config.tls().protocols()).containsExactly("TLSv1.2");
    assertThat(config.tls().suites()).containsExactly("TLS_AES_128_GCM_SHA256");
    assertThat(config.tls().groups()).containsExactly("x25519");
    assertThat(config.tls().revocationLists())
        .containsExactly(folder.resolve("one.crl"), folder.resolve("two.crl"));
    assertThat(config.tls().policy().revocation()).isEqualTo(RevocationPolicy.WHEN_AVAILABLE);
    assertThat(config.tls().policy().minimumRsaBits()).isEqualTo(3072);
    assertThat(config.tls().handshakeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.routes().get(0).host()).isEqualTo("*.example.org");
    assertThat(config.routes().get(0).pathPrefix()).isEqualTo("/orders");
    assertThat(config.routes().get(0).target())
        .isEqualTo(
            new RouteConfig.Forward(
                List.of(new EndpointConfig(true, new Address("::1", 443), "b.example"))));
    assertThat(config.routes().get(1).target())
        .isEqualTo(
            new RouteConfig.Forward(
                List.of(
                    new EndpointConfig(true, new Address("one", 1), null),
                    new EndpointConfig(true, new Address("two", 2), "deux"))));
    assertThat(config.limits()).isEqualTo(new Limits(4096, 16_384, 50, 1L << 30, 7, 8));
    assertThat(config.timeouts().drain()).isEqualTo(Duration.ofMillis(800));
    assertThat(config.timeouts().idle()).isEqualTo(Duration.ofMinutes(4));
    assertThat(config.journal())
        .isEqualTo(new JournalConfig(folder.resolve("handshakes.jsonl"), 2L << 20, 1));
    assertThat(config.workers()).isEqualTo(3);
    assertThat(config.log())
        .isEqualTo(
            new LogConfig(
                LogConfig.Format.JSON,
                Map.of("access", LogConfig.Level.OFF, "handshake", LogConfig.Level.DEBUG)));
    assertThat(config.reload())
        .isEqualTo(new ReloadConfig(false, Duration.ofSeconds(10), Duration.ofMinutes(1)));
    assertThat(loaded.warnings())
        .extracting(ConfigProblem::field)
        .containsExactly("tls.matchCommonName");
  }

  @Test
  void readsOtherIdentitiesAndTheRoutesThatNameThem() throws Exception {
    String identities = "identities: [{name: batch, keyStore: {file: batch.pem}}], ";
    String route = ROUTE.replace("{endpoint", "{identity: batch, endpoint");

    ProxyConfig config =
        front(TLS.replace("{keyStore", "{" + identities + "keyStore") + route).config();

    assertThat(config.tls().identities())
        .extracting(IdentitySettings::name)
        .containsExactly("batch");
    assertThat(((RouteConfig.Forward) config.routes().get(0).target()).endpoints())
        .extracting(EndpointConfig::identity)
        .containsExactly("batch");
  }

  @Test
  void tellsOfARouteWhoseIdentityIsNotThere() throws Exception {
    String route = ROUTE.replace("{endpoint", "{identity: batch, endpoint");

    assertThat(problems(Side.FRONT, TLS + route).problems())
        .singleElement()
        .asString()
        .contains("routes: found identity batch; expected one of tls.identities");
  }

  @Test
  void readsServicesAndOriginsOfTheBack() throws Exception {
    Files.writeString(folder.resolve("answer.json"), "{}");

    ProxyConfig config =
        back(TLS
                + """
                    routes:
                      - {path: /echo, service: echo}
                      - {path: /fixed, service: {status: 503, contentType: text/html, text: closed}}
                      - {path: /file, service: {file: answer.json, contentType: application/json}}
                      - {endpoint: "http://127.0.0.1:9000"}
                    """)
            .config();

    assertThat(config.routes())
        .extracting(RouteConfig::target)
        .containsExactly(
            new RouteConfig.BuiltIn(new ServiceConfig.Echo()),
            new RouteConfig.BuiltIn(
                new ServiceConfig.Fixed(
                    503, "text/html", "closed".getBytes(StandardCharsets.UTF_8))),
            new RouteConfig.BuiltIn(
                new ServiceConfig.Fixed(
                    200, "application/json", "{}".getBytes(StandardCharsets.UTF_8))),
            new RouteConfig.Forward(
                List.of(new EndpointConfig(false, new Address("127.0.0.1", 9000), null))));
  }

  @Test
  void reportsEveryProblemAtOnceInTheOrderOfTheFile() throws Exception {
    ConfigException exception =
        problems(
            Side.FRONT,
            """
            listen: 0.0.0.0:8280
            tls:
              keystore: {file: own.p12}
              trustStore: {file: trust.p12, password: secret}
            routes:
              - endpoint: http://127.0.0.1:8243
              - {path: /a/../b, endpoint: "https://x", servce: echo}
            limit: {}
            workers: many
            """);

    assertThat(exception.problems())
        .extracting(p -> p.at() + " " + p.field())
        .containsExactly(
            "1:9 listen",
            "3:3 tls.keyStore",
            "3:3 tls.keystore",
            "4:43 tls.trustStore.password",
            "6:15 routes[0].endpoint",
            "7:12 routes[1].path",
            "7:44 routes[1].servce",
            "8:1 limit",
            "9:10 workers");
    assertThat(exception.getMessage())
        .contains("front.yaml:3:3: tls.keystore: unknown key; the nearest known one is keyStore")
        .contains("front.yaml:8:1: limit: unknown key; the nearest known one is limits")
        .contains(
            "front.yaml:9:10: workers: found \"many\"; expected a whole number from 0 to 1024")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "listen: 8280 | listen | HOST:PORT",
        "listen: 127.0.0.1:99999 | listen | HOST:PORT",
        "listen: {host: x} | listen | found a section with keys",
        "listen: [a, b] | listen | found a list",
        "listen: | listen | found nothing",
        "{listen: 127.0.0.1:1, listenInsecure: 0.0.0.0:1} | listenInsecure | one of the two",
        "workers: -1 | workers | whole number",
        "workers: 1.5 | workers | whole number",
        "journal: {maxSize: 1MiB} | journal.file | missing",
        "journal: {file: x, maxSize: 1MB} | journal.maxSize | 64MiB",
        "journal: {file: x, keep: -1} | journal.keep | whole number",
        "timeouts: {idle: 10} | timeouts.idle | a time such as",
        "timeouts: {idle: 0s} | timeouts.idle | above 0",
        "timeouts: {idle: 25h} | timeouts.idle | at most 24h",
        "timeouts: 10s | timeouts | a section with keys",
        "limits: {fields: 1} | limits.fields | from 256",
        "limits: {fields: 1GiB} | limits.fields | 1MiB",
        "limits: {body: 99999999999GiB} | limits.body | 0 for no limit",
        "log: {format: xml} | log.format | text, json",
        "log: {levels: {acess: info}} | log.levels.acess | access",
        "log: {levels: {access: verbose}} | log.levels.access | off, error, warn, info, debug",
        "reload: {watch: yes} | reload.watch | true or false",
        "a: &b {c: d} | a | an anchor",
        "a: *b | a | an anchor",
        "timeouts: {[idle]: 1s} | timeouts | found a list for a key; expected a name",
        "workers: 1\\nworkers: 2 | workers | found again",
        "--- {}\\n--- {} | `` | second document",
        "workers: [1 | `` | not YAML",
        "a:\\n\\tb: 1 | `` | not YAML: found character",
        "--- [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ | `` | within more than 50 others",
      })
  void refusesAndSaysWhatIsExpected(String line, String field, String sentence) throws Exception {
    String text = line.replace("\\n", "\n").replace("\\t", "\t");
    String yaml = text.startsWith("{") || text.startsWith("---") ? text : TLS + ROUTE + text;

    ConfigException exception = problems(Side.FRONT, yaml);

    assertThat(exception.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @Test
  void saysWhereACharacterStandsThatYamlForbids() throws Exception {
    String padding = "# é\n".repeat(2_000);

    ConfigException exception = problems(Side.FRONT, padding + "workers: \u0007");

    assertThat(exception.problems())
        .extracting(ConfigProblem::toString)
        .anySatisfy(
            problem -> assertThat(problem).contains("2001:10").contains("the character U+0007"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{endpoint: 'http://h:1'} | endpoint | https://HOST:PORT",
        "{endpoint: 'https://h:1/p'} | endpoint | without a path",
        "{endpoint: 'https://h:0'} | endpoint | https://HOST:PORT",
        "{endpoint: 'https://u@h:1'} | endpoint | https://HOST:PORT",
        "{endpoint: 'h:1'} | endpoint | https://HOST:PORT",
        "{endpoints: []} | endpoints | empty list",
        "{endpoints: [{peerName: x}]} | endpoints[0].url | missing",
        "{host: a} | endpoint | found 0 targets",
        "{endpoint: 'https://h:1', endpoints: ['https://h:1']} | endpoint | found 2 targets",
        "{service: echo} | service | unknown key",
        "{endpoint: 'https://h:1', host: 'a b'} | host | without a port",
        "{endpoint: 'https://h:1', host: 'a:80'} | host | without a port",
        "{endpoint: 'https://h:1', path: orders} | path | path prefix",
        "{endpoint: 'https://h:1', path: '/a%2fb'} | path | path prefix",
        "{endpoint: 'https://h:1', path: '/a/./b'} | path | path prefix",
        "{endpoint: 'https://h:1', path: '/a//b'} | path | path prefix",
        "{endpoint: 'https://h:1', peerName: 'a b'} | peerName | certificate must carry",
        "text | `` | a section with keys",
      })
  void refusesRoutesThatCannotWork(String route, String field, String sentence) throws Exception {
    ConfigException exception = problems(Side.FRONT, TLS + "routes: [" + route + "]\n");

    assertThat(exception.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.field())
                  .isEqualTo("routes[0]" + (field.isEmpty() ? "" : "." + field));
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{service: echoo} | service | expected echo",
        "{service: {status: 99}} | service.status | whole number",
        "{service: {text: a, file: b}} | service.file | one of the two",
        "{service: {file: missing.txt}} | service.file | cannot read",
        "{endpoint: 'https://h:1'} | endpoint | http://HOST:PORT",
        "{endpoint: 'http://h:1', peerName: x} | peerName | unknown key",
        "{endpoint: 'http://h:1', service: echo} | endpoint | found 2 targets",
      })
  void refusesServicesThatCannotWork(String route, String field, String sentence) throws Exception {
    ConfigException exception = problems(Side.BACK, TLS + "routes: [" + route + "]\n");

    assertThat(exception.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo("routes[0]." + field);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | tls.keyStore | missing",
        "{keyStore: {password: 'env:A'}} | tls.keyStore.file | missing",
        "{keyStore: {file: a, password: 'prompt'}} | tls.keyStore.password | file:PATH",
        "{keyStore: {file: a, password: [x]}} | tls.keyStore.password | file:PATH",
        "{protocols: [TLSv1.1]} | tls.protocols[0] | TLSv1.3 or TLSv1.2",
        "{suites: [TLS_RSA_WITH_AES_128_CBC_SHA]} | tls.suites[0] | with ECDHE",
        "{suites: [TLS_ECDHE_RSA_WITH_NULL_SHA]} | tls.suites[0] | AES or ChaCha20",
        "{provider: boring} | tls.provider | auto, openssl, jdk",
        "{revocation: {policy: require}} | tls.revocation.lists | missing",
        "{revocation: {lists: [a], policy: maybe}} | tls.revocation.policy | when-available",
        "{minimumRsaBits: 512} | tls.minimumRsaBits | whole number",
      })
  void refusesTlsThatCannotWork(String tls, String field, String sentence) throws Exception {
    ConfigException exception = problems(Side.FRONT, "tls: " + tls + "\n" + ROUTE);

    assertThat(exception.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  @Test
  void asksForAListOfEveryIssuerWhereListsAreNamed() throws Exception {
    ProxyConfig config =
        front(
                "tls: {keyStore: {file: a}, trustStore: {file: b}, revocation: {lists: c.crl}}\n"
                    + ROUTE)
            .config();

    assertThat(config.tls().policy().revocation()).isEqualTo(RevocationPolicy.REQUIRE);
  }

  @Test
  void warnsOfAPasswordInTheOpenWithoutShowingIt() throws Exception {
    LoadedConfig loaded =
        front(
            "tls: {keyStore: {file: a, password: 'pass:hunter2'}, trustStore: {file: b}}\n"
                + ROUTE);

    assertThat(loaded.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.field()).isEqualTo("tls.keyStore.password");
              assertThat(warning.toString()).doesNotContain("hunter2");
            });
    assertThat(loaded.toString()).doesNotContain("hunter2");
  }

  @Test
  void servesOtherMachinesInPlainOnlyByTheLouderWord() throws Exception {
    LoadedConfig loaded = front("listenInsecure: 0.0.0.0:8280\n" + TLS + ROUTE);

    assertThat(loaded.config().listen()).isEqualTo(new Address("0.0.0.0", 8280));
    assertThat(loaded.warnings())
        .extracting(ConfigProblem::field)
        .containsExactly("listenInsecure");
  }

  @Test
  void readsWhoMayHowEndpointsAreUsedAndWhatIsForwarded() throws Exception {
    ProxyConfig config =
        back(TLS
                + """
                    forwarding: {via: false, forwarded: true, clientCert: true}
                    routes:
                      - endpoints: ['http://127.0.0.1:1', 'http://127.0.0.1:2']
                        balance: least-outstanding
                        concurrent: 9
                        wait: 2s
                        ejectAfter: 4
                        ejectFor: 7s
                        health: {path: /health, interval: 3s, timeout: 1s, down: 3, up: 2}
                        allow:
                          - {dns: '*.example', issuer: 'CN=ca'}
                          - fingerprint: 'AA:%s'
                        allowShadow: true
                    """
                    .formatted("0".repeat(62)))
            .config();

    RouteConfig route = config.routes().get(0);
    assertThat(((RouteConfig.Forward) route.target()).upstream())
        .isEqualTo(
            new UpstreamConfig(
                UpstreamConfig.Balance.LEAST_OUTSTANDING,
                9,
                Duration.ofSeconds(2),
                4,
                Duration.ofSeconds(7),
                new UpstreamConfig.HealthConfig(
                    "/health", Duration.ofSeconds(3), Duration.ofSeconds(1), 3, 2)));
    assertThat(route.allow())
        .isEqualTo(
            new AllowConfig(
                List.of(
                    new AllowConfig.PeerRule(null, "*.example", null, null, "CN=ca", null),
                    new AllowConfig.PeerRule(null, null, null, null, null, "aa" + "0".repeat(62))),
                true));
    assertThat(config.forwarding())
        .isEqualTo(new ForwardingConfig(false, true, true, true, true, false, false));
  }

  @Test
  void refusesARuleThatFitsEverybody() throws Exception {
    ConfigException refused =
        problems(Side.BACK, TLS + "routes: [{service: echo, allow: [{dns: 'a'}, {}]}]\n");

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).toString()).contains("routes[0].allow[1].commonName");
  }

  @Test
  void namesAFileThatIsNotThere() {
    Path missing = folder.resolve("none.yaml");

    ConfigException exception =
        catchThrowableOfType(
            ConfigException.class, () -> ProxyConfigReader.read(missing, Side.FRONT));

    assertThat(exception.getMessage())
        .isEqualTo(missing + ":1:1: no such file; expected a configuration in YAML");
  }

  private LoadedConfig front(String yaml) throws Exception {
    return ProxyConfigReader.read(file(Side.FRONT, yaml), Side.FRONT);
  }

  private LoadedConfig back(String yaml) throws Exception {
    return ProxyConfigReader.read(file(Side.BACK, yaml), Side.BACK);
  }

  private ConfigException problems(Side side, String yaml) throws IOException {
    Path file = file(side, yaml);
    return catchThrowableOfType(ConfigException.class, () -> ProxyConfigReader.read(file, side));
  }

  private Path file(Side side, String yaml) throws IOException {
    return Files.writeString(folder.resolve(side.word() + ".yaml"), yaml);
  }
}
