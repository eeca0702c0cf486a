package io.handclasp.proxy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.Program;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
  private static final Authority AUTHORITY = Authority.root("CN=authority").create();
  private static final Authority STRANGE = Authority.root("CN=strange").create();
  private static final Identity FRONT =
      AUTHORITY.identity("CN=front.example").client().dns("front.example").create();
  private static final Identity BACK =
      AUTHORITY.identity("CN=back.example").server().dns("back.example").create();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private String frontTls = "";
  private String backTls = "";
  private String peerName = "back.example";
  private String backRoute = "{service: echo}";

  /** Further routes of the front. */
  private String others = "";

  @BeforeEach
  void makeStores() throws Exception {
    store("front", FRONT, AUTHORITY);
    store("back", BACK, AUTHORITY);
  }

  private void store(String side, Identity identity, Authority trusted) throws Exception {
    Files.deleteIfExists(folder.resolve(side + ".p12"));
    Files.deleteIfExists(folder.resolve(side + "-trust.pem"));
    StoreWriter.pkcs12(folder.resolve(side + ".p12"), identity, "secret".toCharArray());
    StoreWriter.trustPem(folder.resolve(side + "-trust.pem"), List.of(trusted.certificate()));
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @CsvSource({"openssl, openssl", "openssl, jdk", "jdk, openssl", "jdk, jdk"})
  void foreseesThatAllGoesWell(String front, String back) throws Exception {
    frontTls = "provider: " + front + ", ";
    backTls = "provider: " + back + ", ";

    assertThat(doctor()).as(err + "" + out).isZero();
    assertThat(out.toString())
        .contains("route / to https://127.0.0.1:8243 as back.example: will shake hands (TLSv1.3,")
        .contains("is CN=front.example")
        .doesNotContain("not ready");
  }

  @ParameterizedTest
  @CsvSource({"openssl, TLSv1.3", "openssl, TLSv1.2", "jdk, TLSv1.3", "jdk, TLSv1.2"})
  void foreseesARefusalOfTheFront(String provider, String version) throws Exception {
    store("back", BACK, STRANGE);
    frontTls = "provider: " + provider + ", protocols: [" + version + "], ";

    assertThat(doctor()).as(err + "" + out).isEqualTo(1);
    assertThat(out.toString()).contains("will fail").contains("not ready: a handshake will fail");
  }

  @Test
  void foreseesANameThatTheBackDoesNotHave() throws Exception {
    peerName = "other.example";

    assertThat(doctor()).isEqualTo(1);
    assertThat(out.toString()).contains("as other.example: will fail: server-hostname-mismatch");
  }

  @Test
  void curesAskTheEndpointAndNameWhatItsCertificateHas() throws Exception {
    peerName = "other.example";

    doctor();

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("a name that the certificate has (back.example).")
        .contains("pki inspect 127.0.0.1:8243")
        .contains("openssl s_client -connect 127.0.0.1:8243 ")
        .doesNotContain("embedded -");
  }

  @Test
  void playsEachRouteByTheIdentityThatItNames() throws Exception {
    withIdentity(
        Authority.root("CN=authority").create().identity("CN=second.example").client().create());

    assertThat(doctor()).as(err + "" + out).isEqualTo(1);
    assertThat(out.toString())
        .contains("route / to https://127.0.0.1:8243 as back.example: will shake hands")
        .contains(
            "route /second to https://127.0.0.1:8243 as back.example by identity second: will fail:"
                + " client-ca-same-name-other-key");
    assertThat(doctor("--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"identity\" : \"second\"");
  }

  @Test
  void looksOverIdentitiesAsOverTheMainOne() throws Exception {
    withIdentity(AUTHORITY.identity("CN=second.example").server().create());

    assertThat(doctor()).as(err + "" + out).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("mend at the front: lint-eku-lacks-role: .*second\\.pem: ");
  }

  @Test
  void findsNoFaultWithARuleThatOneOfTheIdentitiesFits() throws Exception {
    withIdentity(AUTHORITY.identity("CN=second.example").client().dns("second.example").create());
    backRoute = "{service: echo, allow: [{dns: second.example}]}";

    assertThat(doctor("--strict")).as(err + "" + out).isZero();
  }

  private void withIdentity(Identity second) throws Exception {
    StoreWriter.pem(folder.resolve("second.pem"), second);
    frontTls = "identities: [{name: second, keyStore: {file: second.pem}}], ";
    others =
        ", {path: /second, endpoint: 'https://127.0.0.1:8243', peerName: back.example,"
            + " identity: second}";
  }

  @Test
  void foreseesThatNoVersionIsShared() throws Exception {
    frontTls = "protocols: [TLSv1.2], ";
    backTls = "protocols: [TLSv1.3], ";

    assertThat(doctor()).isEqualTo(1);
    assertThat(out.toString()).contains("will fail");
  }

  @Test
  void saysWhatWouldFailNext() throws Exception {
    store(
        "back",
        STRANGE.identity("CN=back.example").server().dns("back.example").create(),
        AUTHORITY);
    frontTls = "protocols: [TLSv1.2], ";
    backTls = "protocols: [TLSv1.3], ";

    assertThat(doctor()).isEqualTo(1);
    assertThat(out.toString())
        .contains("will fail: version-client-12-server-13")
        .contains(
            "mend at the front: server-ca-unknown: what the other side shows would be refused");
  }

  @Test
  void saysWhichProxyWouldNotStartAndEndsAsItWould() throws Exception {
    store("back", AUTHORITY.identity("CN=old").server().expired().create(), AUTHORITY);

    assertThat(doctor()).isEqualTo(65);
    assertThat(out.toString())
        .contains("would not start: ")
        .contains("tls.keyStore.file: ")
        .contains("CN=old expired at ")
        .contains("not ready: a proxy would not start");
  }

  @Test
  void endsAsAConfigurationWouldThatCannotBeUsed() throws Exception {
    frontTls = "protokols: [TLSv1.2], ";

    assertThat(doctor()).isEqualTo(64);
    assertThat(out.toString()).contains("front.yaml:").contains("protokols");
  }

  @Test
  void saysWhatWorksButShouldBeMended() throws Exception {
    store("front", AUTHORITY.identity("CN=odd").client().dns("odd.example").create(), AUTHORITY);
    backRoute = "{service: echo, allow: [{dns: front.example}]}";

    assertThat(doctor()).as(err + "" + out).isZero();
    assertThat(out.toString())
        .contains("mend at the back: client-identity-not-allowed: route / does not allow")
        .contains("ready, with something to mend");
    assertThat(doctor("--strict")).isEqualTo(1);
  }

  @Test
  void writesJson() throws Exception {
    store("back", BACK, STRANGE);

    assertThat(doctor("--json")).isEqualTo(1);
    assertThat(out.toString())
        .contains("\"ready\" : false")
        .contains("\"expected_name\" : \"back.example\"")
        .contains("\"succeeds\" : false")
        .contains("\"subject\" : \"CN=front.example\"");
  }

  @Test
  void shakesHandsWithAPeerThatRuns() throws Exception {
    write();
    ProxyConfig back = ProxyConfigReader.read(folder.resolve("run.yaml"), Side.BACK).config();
    Program program = new Program("backend-service", Side.BACK, null);
    try (ProxyServer server = ProxyServer.start(program, back, ProxyEvents.none())) {
      String peer = server.address().toString();

      assertThat(run(folder.resolve("front.yaml"), "--peer", peer)).as(err + "" + out).isZero();
      assertThat(out.toString()).contains("as back.example: will shake hands");

      withIdentity(STRANGE.identity("CN=second").client().create());
      write();
      assertThat(run(folder.resolve("front.yaml"), "--peer", peer)).isEqualTo(1);
      assertThat(out.toString()).contains("as back.example by identity second: will fail");

      store("front", STRANGE.identity("CN=stranger").client().create(), AUTHORITY);
      assertThat(run(folder.resolve("front.yaml"), "--peer", peer)).isEqualTo(1);
    }
  }

  @Test
  void saysThatNobodyListensAtThePeer() throws Exception {
    write();
    int port;
    try (var socket = new java.net.ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(run(folder.resolve("front.yaml"), "--peer", "127.0.0.1:" + port)).isEqualTo(1);
    assertThat(out.toString())
        .contains("will fail")
        .containsAnyOf("connect-refused", "backend-not-listening");
  }

  @Test
  void wantsTwoFilesOrAFileAndAPeer() throws Exception {
    write();
    assertThat(run(folder.resolve("front.yaml"))).isEqualTo(64);
    assertThat(run(folder.resolve("front.yaml"), "--peer", "nowhere")).isEqualTo(64);
    assertThat(err.toString()).contains("FRONT.yaml and BACK.yaml").contains("HOST:PORT");
  }

  @Test
  void setsLoggersUpBeforeTwoThreadsAskForThem() throws Exception {
    write();
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.provider=" + LoggersSetUpAlone.class.getName(),
                "-Dslf4j.internal.verbosity=WARN",
                "-cp",
                System.getProperty("java.class.path"),
                HandshakesMain.class.getName(),
                "doctor",
                folder.resolve("front.yaml").toString(),
                folder.resolve("back.yaml").toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).content().doesNotContain("loggers are set up beside", "SLF4J");
    assertThat(process.exitValue()).isZero();
  }

  private int doctor(String... options) throws IOException {
    write();
    String[] words = new String[options.length + 1];
    words[0] = folder.resolve("back.yaml").toString();
    System.arraycopy(options, 0, words, 1, options.length);
    return run(folder.resolve("front.yaml"), words);
  }

  private void write() throws IOException {
    Files.writeString(
        folder.resolve("front.yaml"),
        "tls: {"
            + frontTls
            + stores("front")
            + "}\nroutes: [{endpoint: 'https://127.0.0.1:8243', peerName: "
            + peerName
            + "}"
            + others
            + "]\n");
    Files.writeString(folder.resolve("back.yaml"), back("127.0.0.1:8243", backRoute));
    Files.writeString(
        folder.resolve("run.yaml"), back("127.0.0.1:0", "{endpoint: 'http://127.0.0.1:1'}"));
  }

  private String back(String listen, String route) {
    return "listen: "
        + listen
        + "\ntls: {"
        + backTls
        + stores("back")
        + "}\nroutes: ["
        + route
        + "]\n";
  }

  private static String stores(String side) {
    return "keyStore: {file: "
        + side
        + ".p12, password: 'file:password'}, trustStore: {file: "
        + side
        + "-trust.pem}";
  }

  private int run(Path first, String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "doctor";
    all[1] = first.toString();
    System.arraycopy(words, 0, all, 2, words.length);
    return HandshakesMain.command()
        .run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }
}
