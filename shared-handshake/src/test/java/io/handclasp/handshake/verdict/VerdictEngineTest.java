package io.handclasp.handshake.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.StoreName;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from records that no test peer can bring about, or not on both ends. */
class VerdictEngineTest {
  private static final Authority ROOT = Authority.root("CN=Example Root").create();
  private static final Identity FRONT =
      ROOT.identity("CN=front.example").client().dns("front.example").create();
  private static final Identity BACK =
      ROOT.identity("CN=back.example").server().dns("back.example").create();

  private static final OwnStores STORES =
      new OwnStores(
          new StoreName("/etc/own keys.jks", "env:KEYS"), new StoreName("trusted.p12", null));

  private static VerdictEngine engine(Role role, Identity identity) {
    return new VerdictEngine(
        new OwnSide(
            role,
            identity,
            new TrustJudge(List.of(ROOT.certificate()), List.of(), TrustPolicy.strict()),
            List.of("TLSv1.3", "TLSv1.2"),
            List.of(),
            List.of(),
            List.of("h2", "http/1.1"),
            Duration.ofSeconds(10),
            STORES));
  }

  private static Negotiated negotiated(List<String> authorities, @Nullable String group) {
    return new Negotiated(
        List.of("TLSv1.3", "TLSv1.2"),
        List.of("TLS_AES_128_GCM_SHA256"),
        List.of("x25519"),
        List.of("ecdsa_secp256r1_sha256"),
        List.of("h2"),
        "back.example",
        "TLSv1.3",
        "TLS_AES_128_GCM_SHA256",
        group,
        null,
        "h2",
        false,
        authorities,
        List.of(),
        true);
  }

  private static HandshakeRecord record(
      Role role,
      Outcome outcome,
      Ending ending,
      @Nullable AlertNote alert,
      Identity own,
      Negotiated negotiated,
      Duration took) {
    return new HandshakeRecord(
        "0123456789ab",
        null,
        1,
        role,
        "openssl",
        "127.0.0.1:1",
        "127.0.0.1:2",
        Instant.now(),
        took,
        outcome,
        ending,
        "",
        List.of(),
        null,
        null,
        outcome == Outcome.ESTABLISHED ? "established" : "client-certificate",
        null,
        List.of(),
        alert,
        List.of(),
        negotiated,
        own.chain().stream().map(CertificateNote::of).toList(),
        List.of(),
        null,
        Map.of(),
        List.of(),
        OwnStores.UNKNOWN);
  }

  private static HandshakeRecord told(Role role, Identity own, int number, List<String> named) {
    HandshakeRecord raw =
        record(
            role,
            Outcome.FAILED,
            Ending.ALERT_RECEIVED,
            new AlertNote(false, 2, number, "alert"),
            own,
            negotiated(named, "x25519"),
            Duration.ofMillis(5));
    return engine(role, own).complete(raw);
  }

  @ParameterizedTest
  @CsvSource({
    "49, client-identity-not-allowed, KNOWN, OWN",
    "48, client-ca-same-name-other-key, INFERRED, OWN",
    "44, client-cert-revoked, INFERRED, OWN",
    "45, client-cert-not-yet-valid, OTHER_END, OWN",
    "51, client-ca-same-name-other-key, OTHER_END, OWN",
    "120, alpn-none-shared, KNOWN, PEER",
    "112, sni-unknown, KNOWN, OWN",
    "20, record-corrupted, INFERRED, NETWORK",
    "80, internal-failure, KNOWN, PEER"
  })
  void clientWithAGoodChainTakesTheAlertAtItsWord(
      int alert, String cause, Certainty certainty, Fault fault) {
    HandshakeRecord told = told(Role.CLIENT, FRONT, alert, List.of("CN=Example Root"));

    assertThat(told.cause()).isEqualTo(cause);
    assertThat(told.certainty()).isEqualTo(certainty);
    assertThat(told.fault()).isEqualTo(fault);
    assertThat(told.evidence()).isNotEmpty();
  }

  @Test
  void alertThatFitsNoneOfTheOwnFaultsNamesAnotherAndListsThem() {
    Identity wrongUse = ROOT.identity("CN=front.example").server().dns("front.example").create();

    HandshakeRecord told = told(Role.CLIENT, wrongUse, 44, List.of("CN=Example Root"));

    assertThat(told.cause()).isEqualTo("client-cert-revoked");
    assertThat(told.alsoCauses()).containsExactly("client-eku-lacks-clientauth");
  }

  @Test
  void unspecificAlertNamesTheOwnFault() {
    Identity weak =
        ROOT.identity("CN=back.example")
            .dns("back.example")
            .server()
            .key(KeyType.RSA_1024)
            .create();

    HandshakeRecord told = told(Role.SERVER, weak, 46, List.of());

    assertThat(told.cause()).isEqualTo("server-cert-rsa1024");
    assertThat(told.certainty()).isEqualTo(Certainty.INFERRED);
    assertThat(told.fault()).isEqualTo(Fault.OWN);
  }

  @Test
  void recordOfAGoodHandshakeIsLeftAsItIs() {
    HandshakeRecord raw =
        record(
            Role.SERVER,
            Outcome.ESTABLISHED,
            Ending.COMPLETED,
            null,
            BACK,
            negotiated(List.of(), "x25519"),
            Duration.ofMillis(5));

    assertThat(engine(Role.SERVER, BACK).complete(raw)).isSameAs(raw);
  }

  @Test
  void weakDiffieHellmanThatWasAcceptedIsWarnedOf() {
    HandshakeRecord raw =
        record(
            Role.CLIENT,
            Outcome.ESTABLISHED,
            Ending.COMPLETED,
            null,
            FRONT,
            negotiated(List.of(), "dh1024"),
            Duration.ofMillis(5));

    assertThat(engine(Role.CLIENT, FRONT).complete(raw).warnings()).containsExactly("dh-weak");
  }

  @Test
  void closingHereWhenTheTimeWasOverIsThePeersSilence() {
    HandshakeRecord raw =
        record(
            Role.CLIENT,
            Outcome.FAILED,
            Ending.CLOSED_HERE,
            null,
            FRONT,
            negotiated(List.of(), null),
            Duration.ofSeconds(10));

    assertThat(engine(Role.CLIENT, FRONT).complete(raw).cause()).isEqualTo("server-silent");
  }

  @Test
  void curesNameWhatTheRecordKnows() {
    HandshakeRecord told = told(Role.CLIENT, FRONT, 48, List.of("CN=Else"));

    assertThat(told.cause()).isEqualTo("client-ca-unknown");
    assertThat(Cures.of(told))
        .anySatisfy(
            cure -> {
              assertThat(cure.side()).isEqualTo(Fault.PEER);
              assertThat(cure.what()).contains("CN=Example Root");
              assertThat(cure.pki()).anyMatch(c -> c.startsWith("scripts/pki trust "));
              assertThat(cure.tools()).anyMatch(c -> c.startsWith("keytool -importcert "));
            });
  }

  @Test
  void curesNameTheStoresAsTheEndThatHasThemCallsThem() {
    HandshakeRecord client = told(Role.CLIENT, FRONT, 48, List.of("CN=Else"));
    HandshakeRecord server = told(Role.SERVER, BACK, 48, List.of());

    assertThat(client.ownStores()).isEqualTo(STORES);
    assertThat(Cures.of(client).get(0).pki())
        .singleElement()
        .asString()
        .contains(" --store backend-trust.p12 --password file:backend.password ");
    Cure byBoth = Cures.of(client, List.of(client, server)).get(0);
    assertThat(byBoth.pki())
        .singleElement()
        .asString()
        .contains(
            " trust /etc/client-authority/authority.pem --store trusted.p12 --password prompt ");
    assertThat(byBoth.tools()).singleElement().asString().endsWith(" -keystore trusted.p12");
    Cure own = Cures.of(client).get(1);
    assertThat(own.pki().get(0))
        .contains(" --store '/etc/own keys.jks' --password env:KEYS --force ");
    assertThat(own.tools().get(0)).contains(" -keystore '/etc/own keys.jks' -storepass:env KEYS ");
  }

  @Test
  void curesOfAMismatchNameWhatTheCertificateHasAndNotWhatItLacks() {
    List<Cure> cures =
        cures(
            "server-hostname-mismatch",
            ROOT.identity("CN=x").server().dns("other.example").ip("10.0.0.1").create());

    assertThat(cures)
        .extracting(Cure::what)
        .satisfiesExactly(
            anew -> assertThat(anew).contains("wants (back.example) among its alternative names."),
            name -> assertThat(name).contains("certificate has (other.example, 10.0.0.1)."));
    assertThat(cures.get(0).pki().get(0))
        .endsWith("--san DNS:other.example --san IP:10.0.0.1 --san DNS:back.example");
  }

  @Test
  void noOtherNameCuresACertificateThatHasNone() {
    Identity nameless = ROOT.identity("CN=back.example").server().noAlternativeNames().create();

    assertThat(cures("server-no-san-cn-only", nameless))
        .extracting(Cure::what)
        .singleElement()
        .asString()
        .contains("alternative names, which name no host so far.");
  }

  private static List<Cure> cures(String code, Identity server) {
    HandshakeRecord told = shown(server);
    return Cures.of(code, told, List.of(told));
  }

  /** As a server that showed this certificate would tell of it. */
  private static HandshakeRecord shown(Identity server) {
    return record(
        Role.SERVER,
        Outcome.FAILED,
        Ending.ALERT_RECEIVED,
        null,
        server,
        negotiated(List.of(), null),
        Duration.ofMillis(5));
  }
}
