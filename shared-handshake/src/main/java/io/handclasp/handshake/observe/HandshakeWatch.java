package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.handclasp.handshake.record.Role;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.trust.Gap;
import io.handclasp.pki.trust.Purpose;
import io.handclasp.pki.trust.TrustJudge;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Watches all handshakes of one side in one epoch: makes the key and trust manager that its
 * contexts are built with, and one {@link Observation} per connection. Safe for use by many
 * threads.
 */
public final class HandshakeWatch {
  private final Role role;
  private final String provider;
  private final Identity identity;
  private final List<NamedIdentity> others;
  private final List<List<CertificateNote>> ownChains = new ArrayList<>();
  private final TrustJudge judge;
  private final ChainMemory chains;
  private final AuthorityNames authorityNames = new AuthorityNames();
  private final X509Certificate[] anchors;
  private final HandshakeVerdict verdict;
  private final InstantSource clock;
  private final Map<SSLEngine, Observation> byEngine = new ConcurrentHashMap<>();
  private final Map<Long, Observation> bySsl = new ConcurrentHashMap<>();
  private volatile @Nullable Boolean ownChainCutShort;
  private volatile boolean secretsExpected;
  private volatile Consumer<byte[]> secretsReader = line -> {};

  /**
   * Watches for one role and provider.
   *
   * @param provider {@code openssl} or {@code jdk}, for the records
   * @param others shown instead of it to clients that ask for their names
   * @param judge decides on every peer
   * @param epoch number of this state of identity and trust
   * @param verdict completes each record before its listener sees it
   * @param clock tells the time at which peers are judged
   */
  public HandshakeWatch(
      Role role,
      String provider,
      Identity identity,
      List<NamedIdentity> others,
      TrustJudge judge,
      long epoch,
      HandshakeVerdict verdict,
      InstantSource clock) {
    this.role = role;
    this.provider = provider;
    this.identity = identity;
    this.others = List.copyOf(others);
    ownChains.add(Notes.chain(identity.chain()));
    others.forEach(other -> ownChains.add(Notes.chain(other.identity().chain())));
    this.judge = judge;
    this.chains = new ChainMemory(judge, role, epoch);
    this.anchors = judge.anchors().toArray(X509Certificate[]::new);
    this.verdict = verdict;
    this.clock = clock;
  }

  /**
   * Whether the own chain seems to lack its upper part. Found out when it is asked for first: most
   * peers name an authority that the chain leads to, or none, and signatures cost a start dear.
   */
  boolean isOwnChainCutShort() {
    Boolean known = ownChainCutShort;
    if (known == null) {
      Purpose purpose = role == Role.CLIENT ? Purpose.CLIENT : Purpose.SERVER;
      known = judge.gapAbove(identity.chain(), purpose, clock.instant()) == Gap.LIKELY;
      ownChainCutShort = known;
    }
    return known;
  }

  /** Shows the own identities, observed. */
  public X509ExtendedKeyManager keyManager() {
    return new WatchingKeyManager(this, identity, others);
  }

  /** Decides by the judge, observed; refuses with the alert of RFC 8446 where the provider can. */
  public X509ExtendedTrustManager trustManager() {
    return new WatchingTrustManager(this, anchors);
  }

  /**
   * Asks BoringSSL for the secrets that open the protected part of a TLS 1.3 handshake; without
   * effect where the context is another provider's. To be called right after the context was built.
   *
   * @return true where steps behind ServerHello will be seen
   */
  public boolean openProtectedSteps(SslContext context) {
    secretsExpected = KeyLog.install(context, this);
    return secretsExpected;
  }

  /**
   * Tells all secrets to somebody else too, who must be quick and quiet.
   *
   * @param reader is given each line of the key log format of NSS, by event loops
   * @throws IllegalArgumentException where the provider tells them to nobody
   */
  public void tellSecrets(Consumer<byte[]> reader) {
    if (!secretsExpected) {
      throw new IllegalArgumentException(
          "keyLogInsecure: provider "
              + provider
              + " tells its secrets to nobody (expected:"
              + " provider openssl, or a capture at the plain side)");
    }
    secretsReader = reader;
  }

  /**
   * Begins to watch an accepted connection.
   *
   * @param listener is given the connection's one record
   */
  public Observation observe(Channel channel, SSLEngine engine, HandshakeListener listener) {
    return observe(engine, new Observation(this, channel, engine, null, true, listener));
  }

  /**
   * Begins to watch an opened connection.
   *
   * @param expectedName what the peer's certificate must carry
   * @param oneWay true to go on where the server does not ask for a client certificate
   * @param listener is given the connection's one record
   */
  public Observation observe(
      Channel channel,
      SSLEngine engine,
      String expectedName,
      boolean oneWay,
      HandshakeListener listener) {
    return observe(engine, new Observation(this, channel, engine, expectedName, oneWay, listener));
  }

  private Observation observe(SSLEngine engine, Observation observation) {
    byEngine.put(engine, observation);
    if (secretsExpected) {
      Long ssl = sslPointer(engine);
      observation.ssl(ssl);
      bySsl.put(ssl, observation);
    }
    return observation;
  }

  /**
   * Makes and tells the record of a connection that never came up.
   *
   * @param cause what the resolver or the connect attempt failed with
   * @param took since the attempt began
   */
  public HandshakeRecord connectFailed(
      String host, int port, Throwable cause, Duration took, HandshakeListener listener) {
    HandshakeRecord handshake =
        verdict.complete(ConnectFailures.record(role, provider, host + ":" + port, cause, took));
    listener.onHandshake(handshake);
    return handshake;
  }

  /** How many connections are being watched at the moment. */
  public int watched() {
    return byEngine.size();
  }

  void forget(SSLEngine engine, Observation observation) {
    if (byEngine.remove(engine) != null && secretsExpected) {
      bySsl.remove(observation.ssl(), observation); // the number may be another one's by now
    }
  }

  Observation of(SSLEngine engine) {
    Observation observation = byEngine.get(engine);
    if (observation == null) {
      throw new IllegalStateException("engine: unknown (expected: one that is observed)");
    }
    return observation;
  }

  /** Called by BoringSSL in the midst of a handshake; the line holds a secret. */
  void secret(long ssl, byte[] line) {
    secretsReader.accept(line);
    Observation observation = bySsl.get(ssl);
    if (observation != null) {
      observation.secret(line);
    }
  }

  private static long sslPointer(SSLEngine engine) {
    return ((ReferenceCountedOpenSslEngine) engine).sslPointer();
  }

  Instant now() {
    return clock.instant();
  }

  Role role() {
    return role;
  }

  String provider() {
    return provider;
  }

  boolean isOpenSsl() {
    return provider.equals("openssl");
  }

  boolean secretsExpected() {
    return secretsExpected;
  }

  /** The chain of the main identity, 0, or of one of the others, from 1. */
  List<CertificateNote> ownChain(int which) {
    return ownChains.get(which);
  }

  ChainMemory chains() {
    return chains;
  }

  AuthorityNames authorityNames() {
    return authorityNames;
  }

  HandshakeVerdict verdict() {
    return verdict;
  }
}
