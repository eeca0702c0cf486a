package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.Role;
import io.handclasp.pki.trust.Purpose;
import io.handclasp.pki.trust.TrustDecision;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustQuestion;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges peers' chains and remembers for a moment those that it accepted, by all their bytes and
 * the name asked for. Belongs to one epoch of trust and is forgotten with it.
 *
 * <p>What is remembered counts for {@link #LIFE} and never past the end of validity of any
 * certificate in the path: a busy peer is judged once a second, and what time changes (an expiry, a
 * revocation list that ends) is noticed within it. Safe for use by many threads.
 */
final class ChainMemory {
  private static final Duration LIFE = Duration.ofSeconds(1);
  private static final int MOST = 1024;
  private static final int MOST_AUTHORITIES = 64;

  private final TrustJudge judge;
  private final Purpose purpose;
  private final long epoch;
  private final List<String> trusted;
  private final Map<Key, Remembered> accepted = new ConcurrentHashMap<>();

  /** What stood between the leaves that were accepted and their anchors. */
  private final Set<X509Certificate> authorities = ConcurrentHashMap.newKeySet();

  ChainMemory(TrustJudge judge, Role own, long epoch) {
    this.judge = judge;
    this.purpose = own == Role.CLIENT ? Purpose.SERVER : Purpose.CLIENT;
    this.epoch = epoch;
    this.trusted =
        judge.anchors().stream()
            .limit(32)
            .map(anchor -> anchor.getSubjectX500Principal().getName())
            .toList();
  }

  /** Subjects of what is trusted, at most 32. */
  List<String> trusted() {
    return trusted;
  }

  /** Judges, or remembers the judgement on the very same bytes. */
  JudgedChain judge(X509Certificate[] chain, @Nullable String expectedName, Instant now)
      throws CertificateException {
    Key key = Key.of(chain, expectedName);
    Remembered known = accepted.get(key);
    if (known != null && now.isBefore(known.until)) {
      return known.chain;
    }
    JudgedChain judged = judgeAnew(List.of(chain), expectedName, now);
    if (judged.decision().accepted()) {
      remember(key, new Remembered(judged, end(judged.decision(), now)));
    }
    return judged;
  }

  private JudgedChain judgeAnew(
      List<X509Certificate> chain, @Nullable String expectedName, Instant now) {
    TrustQuestion question = new TrustQuestion(chain, purpose, expectedName, now);
    TrustDecision decision = judge.judge(question);
    if (!decision.anchored() && !authorities.isEmpty()) {
      // Another peer may have shown what this one lacks.
      decision = judge.withWitnesses(authorities).judge(question);
    }
    return new JudgedChain(
        decision, Notes.chain(chain), Notes.trust(decision, expectedName, trusted, epoch, now));
  }

  private void remember(Key key, Remembered judgement) {
    if (accepted.size() >= MOST) {
      accepted.clear();
    }
    accepted.put(key, judgement);
    List<X509Certificate> path = judgement.chain().decision().path();
    for (int i = 1; i < path.size() - 1 && authorities.size() < MOST_AUTHORITIES; i++) {
      authorities.add(path.get(i));
    }
  }

  private static Instant end(TrustDecision decision, Instant now) {
    Instant end = now.plus(LIFE);
    for (X509Certificate certificate : decision.path()) {
      Instant notAfter = certificate.getNotAfter().toInstant();
      if (notAfter.isBefore(end)) {
        end = notAfter;
      }
    }
    return end;
  }

  /** What was shown, compared byte by byte: that costs less than a digest. */
  private static final class Key {
    private static final int TAIL = 8;

    private final byte[][] chain;
    private final @Nullable String expectedName;
    private final int hash;

    private Key(byte[][] chain, @Nullable String expectedName) {
      this.chain = chain;
      this.expectedName = expectedName;
      this.hash = chain.length == 0 ? 0 : tail(chain[0]);
    }

    static Key of(X509Certificate[] chain, @Nullable String expectedName)
        throws CertificateEncodingException {
      byte[][] encoded = new byte[chain.length][];
      for (int i = 0; i < chain.length; i++) {
        encoded[i] = chain[i].getEncoded();
      }
      return new Key(encoded, expectedName);
    }

    /** The end of a leaf is the end of its signature. */
    private static int tail(byte[] encoded) {
      int hash = encoded.length;
      for (int i = Math.max(0, encoded.length - TAIL); i < encoded.length; i++) {
        hash = 31 * hash + encoded[i];
      }
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && Objects.equals(expectedName, key.expectedName)
          && Arrays.deepEquals(chain, key.chain);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private record Remembered(JudgedChain chain, Instant until) {}
}
