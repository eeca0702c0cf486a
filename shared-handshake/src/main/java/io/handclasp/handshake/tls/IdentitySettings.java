package io.handclasp.handshake.tls;

import io.handclasp.pki.store.IdentitySource;
import java.util.List;

/**
 * An identity beside the main one: at the back shown to clients that ask for one of its names by
 * SNI, at the front for the routes that name it.
 *
 * @param name what routes call it
 * @param source key and chain
 * @param serverNames asked for by SNI, lower case, {@code *.example.org} for any label in front;
 *     empty means the DNS names of its certificate
 */
public record IdentitySettings(String name, IdentitySource source, List<String> serverNames) {
  /** Copies. */
  public IdentitySettings {
    serverNames = List.copyOf(serverNames);
  }
}
