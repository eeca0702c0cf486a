package io.handclasp.proxy.server;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.IdentitySettings;
import io.handclasp.handshake.tls.TicketKeys;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.handshake.verdict.StartCauses;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.trust.RevocationLists;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens what the section {@code tls} names, and says by field what is wrong with it. */
final class Material {
  private final Role own;
  private final List<String> problems = new ArrayList<>();

  private Material(Role own) {
    this.own = own;
  }

  /**
   * Opens every file and checks what can be checked without a peer.
   *
   * @throws StartException with every problem found
   */
  static TlsMaterial load(TlsSettings settings, Role own) throws StartException {
    try {
      return TlsMaterial.load(settings, own);
    } catch (StoreException e) {
      throw new StartException(StartFailure.MATERIAL, problems(settings, own, e), e);
    }
  }

  /**
   * The first problem ended the loading. Each part is opened again by itself: others may have one
   * of their own, and several keys may name one file.
   */
  private static List<String> problems(TlsSettings settings, Role own, StoreException first) {
    Material parts = new Material(own);
    parts.identity("tls.keyStore", settings.identity());
    for (IdentitySettings other : settings.identities()) {
      parts.identity("tls.identities." + other.name() + ".keyStore", other.source());
    }
    parts.open(
        () -> StoreReader.trusted(settings.trust()),
        true,
        fault -> "tls.trustStore" + key(fault.fault()));
    parts.open(
        () -> RevocationLists.readAll(settings.revocationLists()),
        false,
        fault -> "tls.revocation.lists");
    parts.open(() -> TicketKeys.read(settings.ticketKeys()), false, fault -> "tls.ticketKeys");
    if (parts.problems.isEmpty()) { // a file has been mended in between
      parts.problems.add("tls: " + first.getMessage());
    }
    return parts.problems;
  }

  private void identity(String section, IdentitySource source) {
    open(
        () -> TlsMaterial.open(source),
        false,
        fault ->
            section + (fault.file().equals(source.keyFile()) ? ".keyFile" : key(fault.fault())));
  }

  private void open(
      Opening part, boolean trustStore, Function<StoreException, String> fieldToMend) {
    try {
      part.open();
    } catch (StoreException e) {
      String code = StartCauses.of(e.fault(), own, trustStore).code();
      problems.add(fieldToMend.apply(e) + ": " + e.getMessage() + " [" + code + "]");
    }
  }

  private static String key(StoreFault fault) {
    return switch (fault) {
      case WRONG_PASSWORD, PASSWORD_MISSING, PASSWORD_UNAVAILABLE -> ".password";
      case KEY_PASSWORD_DIFFERS -> ".keyPassword";
      case SEVERAL_KEYS, ALIAS_UNKNOWN -> ".alias";
      default -> ".file";
    };
  }

  /** Tries to open a part. */
  private interface Opening {
    @Nullable Object open() throws StoreException;
  }
}
