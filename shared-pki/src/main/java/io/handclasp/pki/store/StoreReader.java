package io.handclasp.pki.store;

import java.security.cert.X509Certificate;
import java.util.List;

/** Reads identities and trusted certificates from files of any of the known formats. */
public final class StoreReader {
  private StoreReader() {}

  /**
   * Reads the key and its chain, and checks that they belong together.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static Identity identity(IdentitySource source) throws StoreException {
    throw new UnsupportedOperationException("identity");
  }

  /**
   * Reads every certificate that the store trusts; never empty.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static List<X509Certificate> trusted(TrustSource source) throws StoreException {
    throw new UnsupportedOperationException("trusted");
  }
}
