package io.handclasp.proxy.server;

import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files whose content identity and trust are made of. */
final class TlsFiles {
  private TlsFiles() {}

  static List<Path> of(TlsSettings tls) {
    List<Path> files = new ArrayList<>();
    addIdentity(files, tls.identity());
    tls.identities().forEach(other -> addIdentity(files, other.source()));
    files.add(tls.trust().file());
    addPassword(files, tls.trust().password());
    files.addAll(tls.revocationLists());
    if (tls.ticketKeys() != null) {
      files.add(tls.ticketKeys());
    }
    return files;
  }

  private static void addIdentity(List<Path> files, IdentitySource source) {
    files.add(source.file());
    if (source.keyFile() != null) {
      files.add(source.keyFile());
    }
    addPassword(files, source.password());
    addPassword(files, source.keyPassword());
  }

  private static void addPassword(List<Path> files, @Nullable PasswordSource source) {
    if (source instanceof PasswordSource.FromFile fromFile) {
      files.add(fromFile.file());
    }
  }
}
