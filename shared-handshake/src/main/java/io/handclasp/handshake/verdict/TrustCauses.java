package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.TrustNote;
import io.handclasp.pki.trust.TrustReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the reasons of a judgement on a chain into causes. */
final class TrustCauses {
  private static final Map<String, TrustReason> REASONS = new HashMap<>();

  static {
    for (TrustReason reason : TrustReason.values()) {
      REASONS.put(reason.code(), reason);
    }
  }

  private final Role owner;
  private final List<CertificateNote> chain;

  /**
   * For the chain of one side.
   *
   * @param owner whose chain it is
   * @param chain as it was shown, leaf first
   */
  TrustCauses(Role owner, List<CertificateNote> chain) {
    this.owner = owner;
    this.chain = chain;
  }

  /** The refusals of a judgement, the one to mend first at the head. */
  List<Finding> refusals(TrustNote trust) {
    List<Finding> findings = new ArrayList<>();
    List<TrustReason> seen = new ArrayList<>();
    boolean collision =
        trust.warnings().stream()
            .anyMatch(w -> w.code().equals(TrustReason.SERIAL_COLLISION.code()));
    for (TrustNote.Reason reason : trust.refusals()) {
      TrustReason kind = REASONS.get(reason.code());
      if (kind == null || followsFrom(seen, kind) || isFormOf(trust, reason, kind)) {
        continue;
      }
      String detail = reason.detail();
      if (isOpen(kind) && seen.stream().anyMatch(TrustCauses::isOpen)) {
        detail = "or else " + detail;
      }
      seen.add(kind);
      Cause cause = cause(kind, reason);
      if (collision && kind == TrustReason.REVOKED) {
        cause = Cause.REVOKED_BY_SERIAL_COLLISION;
      } else if (collision && kind == TrustReason.REVOCATION_LIST_INVALID) {
        findings.add(Finding.known(Cause.REVOKED_BY_SERIAL_COLLISION, reason.detail()));
      }
      Certainty certainty =
          isGuess(kind, trust) || cause == Cause.REVOKED_BY_SERIAL_COLLISION
              ? Certainty.INFERRED
              : Certainty.KNOWN;
      findings.add(new Finding(cause, certainty, detail, null));
    }
    return findings;
  }

  /** Codes of what was accepted all the same. */
  List<String> warnings(List<TrustNote.Reason> reasons) {
    List<String> codes = new ArrayList<>();
    for (TrustNote.Reason reason : reasons) {
      TrustReason kind = REASONS.get(reason.code());
      if (kind != null) {
        codes.add(cause(kind, reason).code());
      }
    }
    return codes.stream().distinct().toList();
  }

  /** What is beside an unrelated chain follows from it: one fault, not two. */
  private static boolean followsFrom(List<TrustReason> seen, TrustReason kind) {
    return seen.contains(TrustReason.UNRELATED_CERTIFICATES)
        && (isOpen(kind) || kind == TrustReason.UNRELATED_CERTIFICATES);
  }

  /** What is no authority is not in the form of one either. */
  private static boolean isFormOf(TrustNote trust, TrustNote.Reason reason, TrustReason kind) {
    return kind == TrustReason.MALFORMED
        && reason.sha256() != null
        && trust.refusals().stream()
            .anyMatch(
                r ->
                    r.code().equals(TrustReason.ISSUER_NOT_CA.code())
                        && reason.sha256().equals(r.sha256()));
  }

  /** An unknown authority and a missing intermediate look alike from below. */
  private static boolean isOpen(TrustReason kind) {
    return kind == TrustReason.UNKNOWN_AUTHORITY || kind == TrustReason.INTERMEDIATE_MISSING;
  }

  private static boolean isGuess(TrustReason kind, TrustNote trust) {
    boolean either =
        trust.refusals().stream()
                .anyMatch(r -> r.code().equals(TrustReason.UNKNOWN_AUTHORITY.code()))
            && trust.refusals().stream()
                .anyMatch(r -> r.code().equals(TrustReason.INTERMEDIATE_MISSING.code()));
    return either && isOpen(kind);
  }

  Cause cause(TrustReason kind, TrustNote.Reason reason) {
    CertificateNote about = about(reason.sha256());
    boolean leaf =
        reason.sha256() == null || chain.isEmpty() || chain.get(0).sha256().equals(reason.sha256());
    return switch (kind) {
      case NO_CERTIFICATE -> Cause.CLIENT_CERT_NONE_CONFIGURED;
      case EXPIRED -> twin(leaf ? "CERT_EXPIRED" : "ISSUER_EXPIRED");
      case NOT_YET_VALID -> twin(leaf ? "CERT_NOT_YET_VALID" : "ISSUER_NOT_YET_VALID");
      case UNKNOWN_AUTHORITY -> twin("CA_UNKNOWN");
      case SAME_NAME_OTHER_KEY -> twin("CA_SAME_NAME_OTHER_KEY");
      case INTERMEDIATE_MISSING -> twin("INTERMEDIATE_MISSING");
      case UNRELATED_CERTIFICATES -> twin("CHAIN_UNRELATED");
      case WRONG_ORDER -> twin("CHAIN_WRONG_ORDER");
      case SELF_SIGNED_LEAF -> twin("SELF_SIGNED");
      case BAD_SIGNATURE -> twin("CERT_SIGNATURE_INVALID");
      case NAME_MISMATCH -> Cause.SERVER_HOSTNAME_MISMATCH;
      case COMMON_NAME_ONLY, MATCHED_COMMON_NAME -> Cause.SERVER_NO_SAN_CN_ONLY;
      case IP_NAME_MISSING -> Cause.SERVER_IP_SAN_MISSING;
      case WILDCARD_MISMATCH -> Cause.SERVER_WILDCARD_MISMATCH;
      case EXTENDED_KEY_USAGE ->
          owner == Role.SERVER
              ? Cause.SERVER_EKU_LACKS_SERVERAUTH
              : Cause.CLIENT_EKU_LACKS_CLIENTAUTH;
      case KEY_USAGE -> twin("KEYUSAGE_LACKS_SIGNATURE");
      case ISSUER_NOT_CA -> twin("ISSUER_NOT_CA");
      case ISSUER_KEY_USAGE -> twin("ISSUER_KEYUSAGE_LACKS_CERTSIGN");
      case PATH_LENGTH -> twin("PATHLEN_EXCEEDED");
      case NAME_CONSTRAINTS -> twin("NAME_CONSTRAINT_VIOLATED");
      case POLICY -> twin("CERT_POLICY_UNACCEPTABLE");
      case UNKNOWN_CRITICAL_EXTENSION -> twin("UNKNOWN_CRITICAL_EXTENSION");
      case LEAF_IS_CA -> twin("LEAF_IS_CA");
      case WEAK_KEY, KEY_ALGORITHM -> KeyCauses.of(owner, about == null ? "" : about.keyType());
      case WEAK_SIGNATURE_ALGORITHM -> {
        Cause weak = weakSignature(owner, about == null ? "" : about.signatureAlgorithm());
        yield weak == null ? twin("CERT_WEAK_SIGNATURE") : weak;
      }
      case MALFORMED -> twin("CERT_MALFORMED");
      case NOT_CONFORMING -> twin("CERT_NOT_CONFORMING");
      case TOO_COMPLEX -> twin("CHAIN_TOO_COMPLEX");
      case REVOKED -> twin(leaf ? "CERT_REVOKED" : "ISSUER_REVOKED");
      case SERIAL_COLLISION -> Cause.REVOKED_BY_SERIAL_COLLISION;
      case REVOCATION_LIST_EXPIRED -> Twins.of(owner.other(), "CRL_EXPIRED");
      case REVOCATION_LIST_MISSING -> Twins.of(owner.other(), "CRL_MISSING_FOR_ISSUER");
      case REVOCATION_LIST_INVALID -> Twins.of(owner.other(), "CRL_INVALID");
    };
  }

  /** The cause that says that nobody relies on that algorithm any more; null where many do. */
  static @Nullable Cause weakSignature(Role owner, String algorithm) {
    String upper = algorithm.toUpperCase(java.util.Locale.ROOT).replace("-", "");
    if (upper.startsWith("MD")) {
      return Twins.of(owner, "CERT_MD5");
    }
    if (upper.endsWith("WITHDSA")) {
      return Twins.of(owner, "CERT_DSA");
    }
    return upper.startsWith("SHA1WITH") ? Twins.of(owner, "CERT_SHA1") : null;
  }

  private @Nullable CertificateNote about(@Nullable String sha256) {
    for (CertificateNote certificate : chain) {
      if (certificate.sha256().equals(sha256)) {
        return certificate;
      }
    }
    return null;
  }

  private Cause twin(String name) {
    return Twins.of(owner, name);
  }
}
