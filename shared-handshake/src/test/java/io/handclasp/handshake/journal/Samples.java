package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Conclusion;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import io.handclasp.handshake.record.TrustNote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records as a proxy writes them, without the proxy. */
public final class Samples {
  /** When the first of them began, by the client's clock. */
  public static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");

  private Samples() {}

  /** A good TLS 1.3 handshake of that number. */
  public static HandshakeRecord established(int number, Role role) {
    return established(number, role, Duration.ZERO, Duration.ZERO);
  }

  /** The same by a clock that is so far ahead, with offsets from a start so much later. */
  public static HandshakeRecord established(
      int number, Role role, Duration ahead, Duration startedLater) {
    return record(
        number, role, Outcome.ESTABLISHED, Ending.COMPLETED, List.of(), ahead, startedLater);
  }

  /** A client that the server refuses as expired. */
  public static HandshakeRecord refused(int number, Role role) {
    boolean server = role == Role.SERVER;
    return record(
            number,
            role,
            server ? Outcome.FAILED : Outcome.REFUSED,
            server ? Ending.ALERT_SENT : Ending.ALERT_RECEIVED,
            List.of(new AlertNote(server, 2, 45, "certificate_expired")),
            Duration.ZERO,
            Duration.ZERO)
        .concluded(
            new Conclusion(
                "client-cert-expired",
                List.of("client-crl-expired"),
                server ? Fault.PEER : Fault.OWN,
                server ? Certainty.KNOWN : Certainty.INFERRED,
                "the client's certificate CN=front.example expired at 2026-11-20T00:00:00Z",
                List.of("not after 2026-11-20T00:00:00Z, judged at 2026-11-25T12:00:00Z"),
                List.of(),
                OwnStores.UNKNOWN));
  }

  private static HandshakeRecord record(
      int number,
      Role role,
      Outcome outcome,
      Ending ending,
      List<AlertNote> alert,
      Duration ahead,
      Duration startedLater) {
    boolean server = role == Role.SERVER;
    String random = String.format("%08x%056x", number * 0x9e3779b1, number);
    String clientAddress = "127.0.0.1:" + (20_000 + number % 40_000);
    List<CertificateNote> back = List.of(certificate("back.example"), certificate("Example Root"));
    List<CertificateNote> front = List.of(certificate("front.example"));
    return new HandshakeRecord(
        random.substring(0, 12),
        random,
        number,
        role,
        "openssl",
        server ? "127.0.0.1:8443" : clientAddress,
        server ? clientAddress : "127.0.0.1:8443",
        NOON.plusMillis(number).plus(ahead).plus(startedLater),
        Duration.ofNanos(6_250_000),
        outcome,
        ending,
        "",
        List.of(),
        null,
        null,
        outcome == Outcome.ESTABLISHED ? "established" : "client-certificate",
        null,
        List.of(),
        alert.isEmpty() ? null : alert.get(0),
        steps(role == Role.CLIENT, startedLater, !alert.isEmpty()),
        negotiated(),
        server ? back : front,
        server ? front : back,
        new TrustNote(
            outcome != Outcome.FAILED,
            server ? null : "back.example",
            "CN=Example Root",
            List.of("CN=Example Root"),
            List.of(),
            List.of(),
            null,
            1),
        Map.of("hello", Duration.ofNanos(2_000_000)),
        List.of(),
        OwnStores.UNKNOWN);
  }

  /** Each message takes half a millisecond. */
  private static List<Step> steps(boolean client, Duration startedLater, boolean refused) {
    List<Step> steps = new ArrayList<>();
    steps.add(step(Step.Kind.CLIENT_HELLO, client, 1_440, 100, startedLater));
    steps.add(step(Step.Kind.SERVER_HELLO, !client, 122, 1_100, startedLater));
    steps.add(step(Step.Kind.ENCRYPTED_EXTENSIONS, !client, 11, 1_120, startedLater));
    steps.add(step(Step.Kind.CERTIFICATE_REQUEST, !client, 78, 1_130, startedLater));
    steps.add(step(Step.Kind.SERVER_CERTIFICATE, !client, 930, 1_140, startedLater));
    steps.add(step(Step.Kind.SERVER_CERTIFICATE_VERIFY, !client, 78, 1_900, startedLater));
    steps.add(step(Step.Kind.SERVER_FINISHED, !client, 52, 1_910, startedLater));
    steps.add(step(Step.Kind.CLIENT_CERTIFICATE, client, 500, 3_500, startedLater));
    steps.add(step(Step.Kind.CLIENT_CERTIFICATE_VERIFY, client, 78, 3_900, startedLater));
    steps.add(step(Step.Kind.CLIENT_FINISHED, client, 52, 3_910, startedLater));
    Step.Kind last = refused ? Step.Kind.ALERT : Step.Kind.NEW_SESSION_TICKET;
    steps.add(step(last, !client, refused ? 2 : 600, 5_200, startedLater));
    return steps;
  }

  private static Step step(
      Step.Kind kind, boolean sent, int bytes, long micros, Duration startedLater) {
    Duration seen = Duration.ofNanos((sent ? micros : micros + 500) * 1_000);
    return new Step(
        kind,
        sent,
        bytes,
        seen.minus(startedLater),
        kind == Step.Kind.ALERT ? "certificate_expired" : null);
  }

  private static Negotiated negotiated() {
    return new Negotiated(
        List.of("TLSv1.3", "TLSv1.2"),
        List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1"),
        List.of("ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"),
        List.of("h2", "http/1.1"),
        "back.example",
        "TLSv1.3",
        "TLS_AES_128_GCM_SHA256",
        "X25519MLKEM768",
        "ecdsa_secp256r1_sha256",
        "h2",
        false,
        List.of("CN=Example Root"),
        List.of("ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"),
        true);
  }

  private static CertificateNote certificate(String name) {
    return new CertificateNote(
        "CN=" + name,
        "CN=Example Root",
        "4f1c",
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2027-01-01T00:00:00Z"),
        List.of("DNS:" + name),
        List.of("digitalSignature"),
        List.of("serverAuth"),
        "EC P-256",
        "SHA256withECDSA",
        false,
        "ab".repeat(32));
  }
}
