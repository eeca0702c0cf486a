package io.handclasp.handshake.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything one end knows of one TLS connection's handshake. Exactly one exists per TCP connection
 * that a TLS side accepted or opened. Holds no key and no secret.
 *
 * @param id the first 6 bytes of {@code ClientHello.random} in hexadecimal, the same on both ends;
 *     where no hello came, {@code x} and a random number
 * @param random all 32 bytes of {@code ClientHello.random} in hexadecimal; null where none came
 * @param connection number of the connection in this process
 * @param role which end wrote this
 * @param provider {@code openssl} or {@code jdk}
 * @param local own address and port
 * @param remote the peer's address and port
 * @param startedAt when the TCP connection was up, by this end's clock
 * @param took from there to the outcome
 * @param outcome how it ended
 * @param ending what brought the end, the raw evidence behind {@code outcome}
 * @param cause code of the cause, empty where all went well; see {@code docs/verdicts.md}
 * @param alsoCauses further causes that hold at the same time, the next to mend first
 * @param fault on whose side the cure lies; null where nothing failed
 * @param certainty how sure the cause is; null where nothing failed
 * @param phase how far it came: {@code connect}, {@code hello}, {@code server-certificate}, {@code
 *     client-certificate}, {@code finished}, {@code established}
 * @param detail one sentence for people; null where there is nothing to say
 * @param evidence what the cause was concluded from, sentence by sentence
 * @param alert the alert that ended it; null where none did
 * @param steps the messages in order
 * @param negotiated what was offered and chosen
 * @param ownChain the certificates this end showed; empty where none
 * @param peerChain the certificates the peer showed, as it ordered them; empty where none
 * @param trust this end's decision; null where it did not come to one
 * @param phases time spent per phase, in order
 * @param warnings codes of what works but should be mended
 * @param ownStores what commands that mend it call this end's stores; nothing known where nothing
 *     is to be mended
 */
public record HandshakeRecord(
    String id,
    @Nullable String random,
    long connection,
    Role role,
    String provider,
    String local,
    String remote,
    Instant startedAt,
    Duration took,
    Outcome outcome,
    Ending ending,
    String cause,
    List<String> alsoCauses,
    @Nullable Fault fault,
    @Nullable Certainty certainty,
    String phase,
    @Nullable String detail,
    List<String> evidence,
    @Nullable AlertNote alert,
    List<Step> steps,
    Negotiated negotiated,
    List<CertificateNote> ownChain,
    List<CertificateNote> peerChain,
    @Nullable TrustNote trust,
    Map<String, Duration> phases,
    List<String> warnings,
    OwnStores ownStores) {
  /** Copies the lists; {@code phases} keeps its order. */
  public HandshakeRecord {
    alsoCauses = List.copyOf(alsoCauses);
    evidence = List.copyOf(evidence);
    steps = List.copyOf(steps);
    ownChain = List.copyOf(ownChain);
    peerChain = List.copyOf(peerChain);
    phases = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(phases));
    warnings = List.copyOf(warnings);
  }

  /** The same handshake with what was concluded from it. */
  public HandshakeRecord concluded(Conclusion conclusion) {
    return new HandshakeRecord(
        id,
        random,
        connection,
        role,
        provider,
        local,
        remote,
        startedAt,
        took,
        outcome,
        ending,
        conclusion.cause(),
        conclusion.alsoCauses(),
        conclusion.fault(),
        conclusion.certainty(),
        phase,
        conclusion.detail(),
        conclusion.evidence(),
        alert,
        steps,
        negotiated,
        ownChain,
        peerChain,
        trust,
        phases,
        conclusion.warnings(),
        conclusion.ownStores());
  }
}
