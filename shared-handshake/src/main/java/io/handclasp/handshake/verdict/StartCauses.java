package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Role;
import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreNote;
import org.jspecify.annotations.Nullable;

/** Causes of what is found before a port opens. */
public final class StartCauses {
  private StartCauses() {}

  /**
   * Why a store of that side cannot be used.
   *
   * @param trustStore true where it is the trust store
   */
  public static Cause of(StoreFault fault, Role own, boolean trustStore) {
    return switch (fault) {
      case FILE_MISSING -> Twins.of(own, "CERTIFICATE_FILE_MISSING");
      case PASSWORD_UNAVAILABLE, PASSWORD_MISSING -> Twins.of(own, "STORE_PASSWORD_MISSING");
      case WRONG_PASSWORD ->
          Twins.of(own, trustStore ? "TRUSTSTORE_WRONG_PASSWORD" : "KEYSTORE_WRONG_PASSWORD");
      case KEY_PASSWORD_DIFFERS -> Twins.of(own, "KEY_PASSWORD_DIFFERS");
      case NO_KEY -> Twins.of(own, "KEYSTORE_HAS_NO_KEY");
      case SEVERAL_KEYS -> Twins.of(own, "KEYSTORE_HAS_SEVERAL_KEYS");
      case ALIAS_UNKNOWN -> Twins.of(own, "KEYSTORE_ALIAS_UNKNOWN");
      case NO_CERTIFICATES ->
          Twins.of(own, trustStore ? "TRUSTSTORE_EMPTY" : "KEYSTORE_HAS_NO_KEY");
      case KEY_CERTIFICATE_MISMATCH -> Twins.of(own, "KEY_CERT_MISMATCH");
      case CERTIFICATE_EXPIRED -> Twins.of(own, "CERT_EXPIRED");
      case CERTIFICATE_NOT_YET_VALID -> Twins.of(own, "CERT_NOT_YET_VALID");
      case FILE_UNREADABLE, NOT_A_STORE, ALGORITHM_UNSUPPORTED, FILE_EXISTS, FILE_UNWRITABLE ->
          Twins.of(own, "STORE_UNREADABLE");
    };
  }

  /**
   * What a store was read with all the same; null where it is about the file alone.
   *
   * @param trustStore true where it is the trust store
   */
  public static @Nullable Cause of(StoreNote.Kind kind, Role own, boolean trustStore) {
    return switch (kind) {
      case TRUST_FLAG_MISSING -> Twins.of(own, "TRUSTSTORE_WITHOUT_TRUST_FLAG");
      case NAME_SAYS_OTHER_FORMAT -> trustStore ? null : Twins.of(own, "KEYSTORE_IS_PEM");
      case CHAIN_ORDER -> Twins.of(own, "CHAIN_WRONG_ORDER");
      case LAX_PERMISSIONS,
          OLD_FORMAT,
          OLD_ENCRYPTION,
          NEW_MAC,
          INTEGRITY_UNCHECKED,
          TRUST_STORE_HOLDS_KEY ->
          null;
    };
  }

  /** Why no handshake could come to one of the configured cipher suites. */
  public static Cause ofUnfitSuites(Role own) {
    return Twins.of(own, "SETTINGS_UNSUPPORTED");
  }

  /** Why a provider does not take the own key or the settings. */
  public static Cause ofRefusedSettings(Identity identity, Role own) {
    CertificateFacts facts = CertificateFacts.of(identity.leaf());
    if (!KeyCauses.isCommon(facts.keyType())) {
      return KeyCauses.of(own, facts.keyType());
    }
    boolean unsigning =
        !facts.keyUsage().isEmpty() && !facts.keyUsage().contains("digitalSignature");
    return Twins.of(own, unsigning ? "KEYUSAGE_LACKS_SIGNATURE" : "SETTINGS_UNSUPPORTED");
  }
}
