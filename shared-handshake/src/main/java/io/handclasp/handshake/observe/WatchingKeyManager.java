package io.handclasp.handshake.observe;

import io.handclasp.pki.store.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Shows the one own identity and tells the connection's observation when it was asked for.
 *
 * <p>A client withholds its certificate where the server names authorities and none of them is a
 * subject or an issuer in the own chain, as the JDK does: the server would refuse it. A subject
 * counts too, because a server may trust the very leaf. A chain that seems to lack an intermediate
 * is shown all the same: it may lead to a named authority, and if not, the server can say so.
 */
final class WatchingKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final HandshakeWatch watch;
  private final PrivateKey key;
  private final X509Certificate[] chain;
  private final String algorithm;
  private final Set<Principal> names = new HashSet<>();

  WatchingKeyManager(HandshakeWatch watch, Identity identity) {
    this.watch = watch;
    this.key = identity.key();
    this.chain = identity.chain().toArray(X509Certificate[]::new);
    this.algorithm = identity.leaf().getPublicKey().getAlgorithm();
    for (X509Certificate certificate : chain) {
      names.add(certificate.getSubjectX500Principal());
      names.add(certificate.getIssuerX500Principal());
    }
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    Observation observation = watch.of(engine);
    observation.asked(issuers);
    boolean shown = servesAny(keyTypes) && leadsToAny(issuers);
    if (shown) {
      observation.shown();
    }
    return shown ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    if (!serves(keyType)) {
      return null;
    }
    watch.of(engine).shown();
    return ALIAS;
  }

  private boolean servesAny(String[] keyTypes) {
    for (String keyType : keyTypes) {
      if (serves(keyType)) {
        return true;
      }
    }
    return false;
  }

  /** Types are named {@code EC}, {@code RSA}, or with their signer as in {@code EC_RSA}. */
  private boolean serves(String keyType) {
    return keyType.equals(algorithm)
        || (keyType.startsWith(algorithm)
            && keyType.length() > algorithm.length()
            && keyType.charAt(algorithm.length()) == '_');
  }

  private boolean leadsToAny(Principal @Nullable [] issuers) {
    if (issuers == null || issuers.length == 0) {
      return true;
    }
    for (Principal issuer : issuers) {
      if (issuer instanceof X500Principal && names.contains(issuer)) {
        return true;
      }
    }
    return watch.isOwnChainCutShort();
  }

  /** Always the same array: by it Netty knows that it may keep what it made of it. */
  @Override
  @SuppressWarnings("EI_EXPOSE_REP")
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return ALIAS.equals(alias) ? chain : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return ALIAS.equals(alias) ? key : null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return serves(keyType) ? new String[] {ALIAS} : new String[0];
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return getClientAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return servesAny(keyTypes) && leadsToAny(issuers) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return serves(keyType) ? ALIAS : null;
  }
}
