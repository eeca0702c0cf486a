package io.handclasp.proxy.server;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.IdentitySettings;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.handshake.verdict.StartCauses;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens what the section {@code tls} names, and says by field what is wrong with it. */
final class Material {
  private Material() {}

  /**
   * Opens every file and checks what can be checked without a peer.
   *
   * @throws StartException with every problem found
   */
  static TlsMaterial load(TlsSettings settings, Role own) throws StartException {
    try {
      return TlsMaterial.load(settings, own);
    } catch (StoreException e) {
      throw new StartException(StartFailure.MATERIAL, all(settings, own, e), e);
    }
  }

  /** The first problem ended the loading; the other store may have one of its own. */
  private static List<String> all(TlsSettings settings, Role own, StoreException first) {
    List<String> problems = new ArrayList<>();
    add(problems, settings, own, first);
    add(problems, settings, own, probe(() -> StoreReader.identity(settings.identity())));
    for (IdentitySettings other : settings.identities()) {
      add(problems, settings, own, probe(() -> StoreReader.identity(other.source())));
    }
    add(problems, settings, own, probe(() -> StoreReader.trusted(settings.trust())));
    return problems;
  }

  private static void add(
      List<String> problems, TlsSettings settings, Role own, @Nullable StoreException thrown) {
    if (thrown == null) {
      return;
    }
    boolean trustStore = thrown.file().equals(settings.trust().file());
    String code = StartCauses.of(thrown.fault(), own, trustStore).code();
    String line = field(settings, thrown) + ": " + thrown.getMessage() + " [" + code + "]";
    if (!problems.contains(line)) {
      problems.add(line);
    }
  }

  private static @Nullable StoreException probe(Opening opening) {
    try {
      opening.open();
      return null;
    } catch (StoreException e) {
      return e;
    }
  }

  /** The field to mend: a file may stand in several, then the kind of fault decides. */
  private static String field(TlsSettings settings, StoreException thrown) {
    Path file = thrown.file();
    if (settings.revocationLists().contains(file)) {
      return "tls.revocation.lists";
    }
    if (file.equals(settings.ticketKeys())) {
      return "tls.ticketKeys";
    }
    for (IdentitySettings other : settings.identities()) {
      IdentitySource source = other.source();
      boolean main = file.equals(settings.identity().file());
      if (!main && (file.equals(source.file()) || file.equals(source.keyFile()))) {
        return "tls.identities." + other.name() + ".keyStore" + key(thrown.fault());
      }
    }
    String store = file.equals(settings.trust().file()) ? "tls.trustStore" : "tls.keyStore";
    if (file.equals(settings.identity().keyFile())) {
      return "tls.keyStore.keyFile";
    }
    return store + key(thrown.fault());
  }

  private static String key(StoreFault fault) {
    return switch (fault) {
      case WRONG_PASSWORD, PASSWORD_MISSING, PASSWORD_UNAVAILABLE -> ".password";
      case KEY_PASSWORD_DIFFERS -> ".keyPassword";
      case SEVERAL_KEYS, ALIAS_UNKNOWN -> ".alias";
      default -> ".file";
    };
  }

  /** Tries to open a store. */
  private interface Opening {
    Object open() throws StoreException;
  }
}
