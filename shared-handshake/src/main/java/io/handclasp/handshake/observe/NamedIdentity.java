package io.handclasp.handshake.observe;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import java.util.List;
import java.util.Locale;

/**
 * An opened identity beside the main one.
 *
 * @param name what the configuration calls it
 * @param identity key and chain
 * @param serverNames names it is shown for, lower case, {@code *.example.org} for any label in
 *     front
 */
public record NamedIdentity(String name, Identity identity, List<String> serverNames) {
  private static final String DNS = "DNS:";

  /** Copies. */
  public NamedIdentity {
    serverNames = List.copyOf(serverNames);
  }

  /** Shown for the DNS names of its certificate. */
  public static NamedIdentity of(String name, Identity identity) {
    List<String> names =
        CertificateFacts.of(identity.leaf()).names().stream()
            .filter(one -> one.startsWith(DNS))
            .map(one -> one.substring(DNS.length()).toLowerCase(Locale.ROOT))
            .toList();
    return new NamedIdentity(name, identity, names);
  }

  /** Whether it is to be shown to a client that asks for that name. */
  boolean serves(String serverName) {
    String asked = serverName.toLowerCase(Locale.ROOT);
    int dot = asked.indexOf('.');
    return serverNames.contains(asked)
        || (dot > 0 && serverNames.contains("*" + asked.substring(dot)));
  }
}
