package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.TrustNote;
import io.handclasp.pki.trust.TrustDecision;
import java.util.List;

/**
 * A peer's chain with the judgement on it and what a record says of both.
 *
 * @param decision the judgement
 * @param shown the certificates as the peer ordered them
 * @param note the judgement as the record has it
 */
record JudgedChain(TrustDecision decision, List<CertificateNote> shown, TrustNote note) {}
