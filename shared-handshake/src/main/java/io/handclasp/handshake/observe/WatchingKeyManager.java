package io.handclasp.handshake.observe;

import io.handclasp.pki.store.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows an own identity and tells the connection's observation which, and when it was asked for. A
 * server shows the one whose names the client asks for by SNI, and the main one to all others; the
 * tap has read the ClientHello before the TLS handler does.
 *
 * <p>A client withholds its certificate where the server names authorities and none of them is a
 * subject or an issuer in the own chain, as the JDK does: the server would refuse it. A subject
 * counts too, because a server may trust the very leaf. A chain that seems to lack an intermediate
 * is shown all the same: it may lead to a named authority, and if not, the server can say so.
 */
final class WatchingKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";
  private static final int MAIN = 0;

  private final HandshakeWatch watch;
  private final List<NamedIdentity> others;
  private final List<OwnIdentity> identities = new ArrayList<>();

  WatchingKeyManager(HandshakeWatch watch, Identity main, List<NamedIdentity> others) {
    this.watch = watch;
    this.others = others;
    identities.add(new OwnIdentity(main));
    others.forEach(other -> identities.add(new OwnIdentity(other.identity())));
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    Observation observation = watch.of(engine);
    observation.asked(issuers);
    boolean shown = main().servesAny(keyTypes) && isOfUse(issuers);
    if (shown) {
      observation.shown(MAIN);
    }
    return shown ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Observation observation = watch.of(engine);
    int which = others.isEmpty() ? MAIN : askedFor(observation.serverName());
    if (!identities.get(which).serves(keyType)) {
      return null;
    }
    observation.shown(which);
    return which == MAIN ? ALIAS : ALIAS + which;
  }

  private int askedFor(@Nullable String serverName) {
    for (int i = 0; serverName != null && i < others.size(); i++) {
      if (others.get(i).serves(serverName)) {
        return i + 1;
      }
    }
    return MAIN;
  }

  private boolean isOfUse(Principal @Nullable [] issuers) {
    return main().leadsToAny(issuers) || watch.isOwnChainCutShort();
  }

  private OwnIdentity main() {
    return identities.get(MAIN);
  }

  private @Nullable OwnIdentity called(String alias) {
    for (int i = 1; i < identities.size(); i++) {
      if (alias.equals(ALIAS + i)) {
        return identities.get(i);
      }
    }
    return alias.equals(ALIAS) ? main() : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    OwnIdentity identity = called(alias);
    return identity == null ? null : identity.chain();
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    OwnIdentity identity = called(alias);
    return identity == null ? null : identity.key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return main().serves(keyType) ? new String[] {ALIAS} : new String[0];
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return getClientAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return main().servesAny(keyTypes) && isOfUse(issuers) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return main().serves(keyType) ? ALIAS : null;
  }
}
