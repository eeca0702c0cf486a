package io.handclasp.bench;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.wire.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one run, with the identities that all pairs share, in the forms that each reads.
 *
 * @param folder where pairs keep their files too
 */
record Lab(Path folder) {
  static final String BACK_NAME = "back.bench.example";

  /** How client and origin reach the pairs: what they save of two cores is left to those. */
  static final Transport TRANSPORT = Transport.best();

  private static final String PASSWORD = "bench-only";

  /** Makes an authority and an identity for each half. */
  static Lab make(Path folder) throws IOException, StoreException {
    Lab lab = new Lab(Files.createDirectories(folder));
    Authority authority = Authority.root("Bench authority").create();
    Identity back = authority.identity("back").dns(BACK_NAME).server().create();
    Identity front = authority.identity("front").client().create();
    lab.write("back", back);
    lab.write("front", front);
    StoreWriter.trustPem(lab.file("trust.pem"), List.of(authority.certificate()));
    StoreWriter.trustPkcs12(
        lab.file("trust.p12"), List.of(authority.certificate()), PASSWORD.toCharArray());
    Files.writeString(lab.file("password"), PASSWORD);
    Files.writeString(lab.file("fixed"), Origin.text(Origin.SMALL));
    return lab;
  }

  private void write(String name, Identity identity) throws IOException, StoreException {
    StoreWriter.pkcs12(file(name + ".p12"), identity, PASSWORD.toCharArray());
    StoreWriter.pem(file(name + ".pem"), file(name + ".key"), identity);
    String both = Files.readString(file(name + ".pem")) + Files.readString(file(name + ".key"));
    Files.writeString(file(name + ".both"), both, StandardCharsets.US_ASCII);
  }

  /** Removes all of it; a run that failed leaves it, as what its pairs wrote says why. */
  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }
}
