package io.handclasp.proxy.admin;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.pki.inspect.Lint;
import io.handclasp.pki.inspect.LintFinding;
import io.handclasp.pki.inspect.Usage;
import io.handclasp.proxy.admin.CertificateWarnings.Warning;
import io.handclasp.proxy.admin.SeenCertificates.Seen;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.InForce;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers {@code /certificates}: the own ones first, what is trusted, and every peer's seen. */
final class CertificatesResource implements AdminResource {
  private final Supplier<InForce> inForce;
  private final SeenCertificates seen;

  CertificatesResource(Supplier<InForce> inForce, SeenCertificates seen) {
    this.inForce = inForce;
    this.seen = seen;
  }

  @Override
  public AdminAnswer answer(AdminRequest request) {
    InForce now = inForce.get();
    TlsMaterial material = now.material();
    Side side = now.config().side();
    Instant at = Instant.now();
    return Json.answer(
        200,
        json -> {
          json.text("side", side.word()).time("at", at).number("epoch", now.epoch());
          json.object("own", own -> own(own, material.identity().chain(), side, at));
          json.objects(
              "trusted",
              material.judge().anchors(),
              (item, certificate) -> certificate(item, CertificateNote.of(certificate), null, at));
          json.objects("peers", seen.all(), (item, peer) -> peer(item, peer, side, at));
        });
  }

  private static void own(Json json, List<X509Certificate> chain, Side side, Instant at)
      throws IOException {
    Role role = side == Side.FRONT ? Role.CLIENT : Role.SERVER;
    json.objects(
        "chain",
        chain,
        (item, certificate) ->
            certificate(
                item,
                CertificateNote.of(certificate),
                certificate.equals(chain.get(0)) ? role : null,
                at));
    Usage usage = side == Side.FRONT ? Usage.CLIENT : Usage.SERVER;
    List<LintFinding> findings = new Lint(at, usage).identity("keyStore", chain);
    json.objects("findings", findings, CertificatesResource::finding);
  }

  private static void finding(Json json, LintFinding finding) throws IOException {
    json.text("code", finding.code().code())
        .text("level", finding.code().level().name().toLowerCase(Locale.ROOT))
        .text("sentence", finding.sentence())
        .text("cure", finding.cure());
  }

  private static void peer(Json json, Seen peer, Side side, Instant at) throws IOException {
    Role role = side == Side.FRONT ? Role.SERVER : Role.CLIENT;
    CertificateNote leaf = peer.chain().get(0);
    json.objects(
        "chain",
        peer.chain(),
        (item, certificate) ->
            certificate(item, certificate, certificate.equals(leaf) ? role : null, at));
    json.text("anchor", peer.anchor())
        .flag("accepted", peer.accepted())
        .text("cause", peer.cause())
        .text("remote", peer.remote())
        .time("first_seen", peer.firstSeen())
        .time("last_seen", peer.lastSeen())
        .number("handshakes", peer.count());
  }

  private static void certificate(
      Json json, CertificateNote certificate, @Nullable Role leafOf, Instant at)
      throws IOException {
    long days = Math.floorDiv(Duration.between(at, certificate.notAfter()).toSeconds(), 86_400L);
    json.text("subject", certificate.subject())
        .text("issuer", certificate.issuer())
        .text("serial", certificate.serial())
        .time("not_before", certificate.notBefore())
        .time("not_after", certificate.notAfter())
        .number("days_left", days)
        .texts("names", certificate.names())
        .texts("key_usage", certificate.keyUsage())
        .texts("extended_key_usage", certificate.extendedKeyUsage())
        .text("key_type", certificate.keyType())
        .text("signature_algorithm", certificate.signatureAlgorithm())
        .flag("authority", certificate.authority())
        .text("sha256", certificate.sha256());
    List<Warning> warnings = CertificateWarnings.of(certificate, leafOf, at);
    json.objects(
        "warnings",
        warnings,
        (item, warning) -> item.text("code", warning.code()).text("sentence", warning.sentence()));
  }
}
