package io.handclasp.pki.lifecycle;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import java.security.cert.X509Certificate;

/**
 * Two identities for a handshake of a process with itself. They are in memory only, nobody else
 * trusts their authority, and its key is gone by the time they are there.
 *
 * @param authority whom both ends trust
 * @param server what the server shows
 * @param client what the client shows
 */
public record PassingPair(X509Certificate authority, Identity server, Identity client) {
  /**
   * Makes them, which takes some tenths of a second.
   *
   * @param name the server's only name
   */
  public static PassingPair make(String name) {
    Authority made = Authority.root("Passing").create();
    return new PassingPair(
        made.certificate(),
        made.identity(name).dns(name).server().create(),
        made.identity(name).client().create());
  }
}
