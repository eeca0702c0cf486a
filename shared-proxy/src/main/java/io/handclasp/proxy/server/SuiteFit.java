package io.handclasp.proxy.server;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.handshake.verdict.StartCauses;
import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a handshake can come to one of the configured cipher suites. In TLS 1.2 a suite names the
 * kind of key by which the server signs; in TLS 1.3 any key does.
 */
final class SuiteFit {
  private final TlsSettings settings;
  private final Role own;

  private SuiteFit(TlsSettings settings, Role own) {
    this.settings = settings;
    this.own = own;
  }

  /**
   * Warns of a key of several that fits none of the suites.
   *
   * @throws StartException where no suite is of use, so that every handshake would fail
   */
  static void check(TlsSettings settings, TlsMaterial material, Role own, List<String> warnings)
      throws StartException {
    if (settings.suites().isEmpty()) {
      return;
    }
    List<Identity> identities = new ArrayList<>(List.of(material.identity()));
    if (own == Role.SERVER) { // a client has one for each route; the suites are about the server's
      material.others().forEach(other -> identities.add(other.identity()));
    }
    SuiteFit fit = new SuiteFit(settings, own);
    List<String> problems =
        identities.stream().filter(one -> !fit.serves(one)).map(fit::problem).toList();
    if (problems.size() == identities.size()) {
      throw new StartException(StartFailure.MATERIAL, problems, null);
    }
    warnings.addAll(problems);
  }

  private boolean serves(Identity identity) {
    String kind = own == Role.SERVER ? kind(identity) : "";
    return settings.suites().stream()
        .anyMatch(
            suite ->
                suite.startsWith("TLS_ECDHE_")
                    ? settings.protocols().contains("TLSv1.2") && suite.contains(kind)
                    : settings.protocols().contains("TLSv1.3"));
  }

  /** The part of a suite's name that says how the server signs. */
  private static String kind(Identity identity) {
    return type(identity).startsWith("RSA") ? "ECDHE_RSA" : "ECDHE_ECDSA";
  }

  private static String type(Identity identity) {
    return CertificateFacts.of(identity.leaf()).keyType();
  }

  private String problem(Identity identity) {
    List<String> expected = new ArrayList<>();
    if (settings.protocols().contains("TLSv1.2")) {
      expected.add(
          own == Role.SERVER
              ? "with "
                  + kind(identity)
                  + ", by which the own "
                  + type(identity)
                  + " key of "
                  + CertificateFacts.of(identity.leaf()).subject()
                  + " signs"
              : "with ECDHE");
    }
    if (settings.protocols().contains("TLSv1.3")) {
      expected.add("of TLS 1.3");
    }
    return "tls.suites: found "
        + String.join(", ", settings.suites())
        + "; expected a suite "
        + String.join(", or one ", expected)
        + " (tls.protocols: "
        + String.join(", ", settings.protocols())
        + ") ["
        + StartCauses.ofUnfitSuites(own).code()
        + "]";
  }
}
