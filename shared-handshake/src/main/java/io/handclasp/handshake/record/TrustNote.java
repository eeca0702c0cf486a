package io.handclasp.handshake.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision of this end on the peer's chain, and what it was compared with.
 *
 * @param accepted the decision
 * @param expectedName the name that was asked of the peer; null where none was
 * @param anchor subject of the authority that the path ended at; null where none
 * @param trusted subjects of all trusted certificates at that time
 * @param refusals {@code code: sentence} of each reason, the first to mend at the head
 * @param warnings the same for what was accepted all the same
 * @param revocation source and age of the revocation lists that counted; null where none
 * @param epoch number of the trust epoch that decided
 */
public record TrustNote(
    boolean accepted,
    @Nullable String expectedName,
    @Nullable String anchor,
    List<String> trusted,
    List<Reason> refusals,
    List<Reason> warnings,
    @Nullable String revocation,
    long epoch) {
  /** Copies the lists. */
  public TrustNote {
    trusted = List.copyOf(trusted);
    refusals = List.copyOf(refusals);
    warnings = List.copyOf(warnings);
  }

  /**
   * One reason of the decision.
   *
   * @param code as {@code TrustReason.code()} gives it
   * @param detail the sentence for people
   * @param sha256 fingerprint of the certificate concerned; null where none
   */
  public record Reason(String code, String detail, @Nullable String sha256) {}
}
