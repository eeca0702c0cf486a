package io.handclasp.handshake.tls;

import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.trust.TrustJudge;
import java.util.List;

/**
 * What the files of {@link TlsSettings} held: opened, checked, ready for contexts. Plain JDK types,
 * so that it can be judged offline.
 *
 * @param identity own key and chain
 * @param judge trust anchors, lists and policy
 * @param warnings sentences for the operator: what was read all the same but should be mended
 */
public record TlsMaterial(Identity identity, TrustJudge judge, List<String> warnings) {
  /** Copies the list. */
  public TlsMaterial {
    warnings = List.copyOf(warnings);
  }

  /**
   * Opens every file.
   *
   * @throws StoreException naming the file and the fault
   */
  public static TlsMaterial load(TlsSettings settings) throws StoreException {
    throw new UnsupportedOperationException("load");
  }
}
