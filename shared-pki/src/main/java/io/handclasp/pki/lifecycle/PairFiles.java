package io.handclasp.pki.lifecycle;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.SafeFile;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The files of a pair. They are written into a hidden folder first and moved to their places at the
 * end, so that a failure half-way leaves the pair that was there as it was.
 */
final class PairFiles implements AutoCloseable {
  private final Path folder;
  private final Path staging;
  private final boolean overwrite;
  private final List<String> names = new ArrayList<>();

  PairFiles(Path folder, boolean overwrite) throws StoreException {
    this.folder = folder;
    this.overwrite = overwrite;
    this.staging = folder.resolve(".pair-" + UUID.randomUUID());
    try {
      Files.createDirectories(folder);
      Files.createDirectory(staging);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** The folder of an authority, with what it issued so far. */
  void authority(String name, Authority authority, X509Certificate issued, char[] password)
      throws StoreException {
    AuthorityFolder.create(stage(name), authority, password).record(issued);
    StoreWriter.trustPem(stage(name + ".pem"), List.of(authority.certificate()));
    password(name + ".password", password);
  }

  void identity(String name, Identity identity, char[] password, boolean jks)
      throws StoreException {
    StoreWriter.pkcs12(stage(name + ".p12"), identity, password);
    StoreWriter.pem(stage(name + ".pem"), stage(name + ".key"), identity);
    if (jks) {
      StoreWriter.jks(stage(name + ".jks"), identity, password);
    }
  }

  void trust(String name, X509Certificate trusted, char[] password, boolean jks)
      throws StoreException {
    StoreWriter.trustPkcs12(stage(name + ".p12"), List.of(trusted), password);
    StoreWriter.trustPem(stage(name + ".pem"), List.of(trusted));
    if (jks) {
      StoreWriter.trustJks(stage(name + ".jks"), List.of(trusted), password);
    }
  }

  void password(String name, char[] password) throws StoreException {
    byte[] line = (new String(password) + "\n").getBytes(StandardCharsets.UTF_8);
    SafeFile.create(stage(name), line, SafeFile.Access.OWNER);
  }

  void text(String name, String text) throws StoreException {
    SafeFile.create(stage(name), text.getBytes(StandardCharsets.UTF_8), SafeFile.Access.EVERYONE);
  }

  /**
   * Moves everything to its place.
   *
   * @return the files, in the order of writing
   */
  List<Path> publish() throws StoreException {
    List<Path> targets = names.stream().map(folder::resolve).toList();
    if (!overwrite) {
      for (Path target : targets) {
        refuseExisting(target);
      }
    }
    for (String name : names) {
      move(staging.resolve(name), folder.resolve(name));
    }
    return targets;
  }

  /** Removes what was not published, and what was replaced. */
  @Override
  public void close() throws StoreException {
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw unwritable(staging, e);
    }
  }

  private Path stage(String name) {
    names.add(name);
    return staging.resolve(name);
  }

  private static void refuseExisting(Path target) throws StoreException {
    if (Files.exists(target)) {
      throw new StoreException(
          StoreFault.FILE_EXISTS,
          target,
          target + " exists already; nothing was changed. Name another folder.",
          null);
    }
  }

  private void move(Path from, Path to) throws StoreException {
    try {
      if (Files.isDirectory(to)) {
        // A folder cannot be replaced in one step; the old one goes when the new one is there.
        Files.move(to, staging.resolve("old-" + to.getFileName()));
      }
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(to, e);
    }
  }

  private static StoreException unwritable(Path file, IOException e) {
    return new StoreException(
        StoreFault.FILE_UNWRITABLE,
        file,
        file + " could not be written; check that its folder exists, is yours and has space.",
        e);
  }
}
