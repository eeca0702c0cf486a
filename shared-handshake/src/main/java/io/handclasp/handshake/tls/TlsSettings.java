package io.handclasp.handshake.tls;

import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one TLS side is configured to be. Plain data: nothing is opened before {@link TlsMaterial}.
 *
 * @param provider which implementation
 * @param protocols enabled versions among {@code TLSv1.3} and {@code TLSv1.2}; never empty
 * @param suites enabled cipher suites by their IANA names; empty means the provider's safe default
 * @param groups enabled groups, such as {@code x25519}; empty means the provider's default
 * @param identity own key and chain
 * @param trust what is trusted
 * @param revocationLists CRL files, DER or PEM
 * @param policy how the peer is judged
 * @param handshakeTimeout how long a handshake may take
 * @param oneWay client side: true to go on where the server does not ask for a client certificate
 * @param ticketKeys server side: file of the keys that seal session tickets; null for own ones
 * @param identities others beside the main identity
 * @param keyLog where secrets are written to, for looking into packets; null for nowhere
 */
public record TlsSettings(
    ProviderChoice provider,
    List<String> protocols,
    List<String> suites,
    List<String> groups,
    IdentitySource identity,
    TrustSource trust,
    List<Path> revocationLists,
    TrustPolicy policy,
    Duration handshakeTimeout,
    boolean oneWay,
    @Nullable Path ticketKeys,
    List<IdentitySettings> identities,
    @Nullable KeyLogSettings keyLog) {
  /** Checks and copies. */
  public TlsSettings {
    protocols = List.copyOf(protocols);
    suites = List.copyOf(suites);
    groups = List.copyOf(groups);
    revocationLists = List.copyOf(revocationLists);
    identities = List.copyOf(identities);
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException("protocols: none (expected: TLSv1.3 or TLSv1.2)");
    }
    if (handshakeTimeout.isNegative() || handshakeTimeout.isZero()) {
      throw new IllegalArgumentException(
          "handshakeTimeout: " + handshakeTimeout + " (expected: > 0)");
    }
  }

  /** With mutual TLS only, the default. */
  public TlsSettings(
      ProviderChoice provider,
      List<String> protocols,
      List<String> suites,
      List<String> groups,
      IdentitySource identity,
      TrustSource trust,
      List<Path> revocationLists,
      TrustPolicy policy,
      Duration handshakeTimeout) {
    this(
        provider,
        protocols,
        suites,
        groups,
        identity,
        trust,
        revocationLists,
        policy,
        handshakeTimeout,
        false,
        null,
        List.of(),
        null);
  }

  /** The same with the file of the ticket keys that several listeners share; null for none. */
  public TlsSettings withTicketKeys(@Nullable Path file) {
    return new TlsSettings(
        provider,
        protocols,
        suites,
        groups,
        identity,
        trust,
        revocationLists,
        policy,
        handshakeTimeout,
        oneWay,
        file,
        identities,
        keyLog);
  }

  /** The same with these identities beside the main one. */
  public TlsSettings withIdentities(List<IdentitySettings> others) {
    return new TlsSettings(
        provider,
        protocols,
        suites,
        groups,
        identity,
        trust,
        revocationLists,
        policy,
        handshakeTimeout,
        oneWay,
        ticketKeys,
        others,
        keyLog);
  }

  /** The same, going on where a server does not ask for a client certificate, or not. */
  public TlsSettings withOneWay(boolean other) {
    return new TlsSettings(
        provider,
        protocols,
        suites,
        groups,
        identity,
        trust,
        revocationLists,
        policy,
        handshakeTimeout,
        other,
        ticketKeys,
        identities,
        keyLog);
  }

  /** The same, writing secrets where that says; null for nowhere. */
  public TlsSettings withKeyLog(@Nullable KeyLogSettings other) {
    return new TlsSettings(
        provider,
        protocols,
        suites,
        groups,
        identity,
        trust,
        revocationLists,
        policy,
        handshakeTimeout,
        oneWay,
        ticketKeys,
        identities,
        other);
  }
}
