package io.handclasp.pki.lifecycle;

import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes everything that two services need to trust each other, as the walkthrough does: an
 * authority per side, an identity per side, and on each side a trust store with the other side's
 * authority; PKCS12 and PEM (and JKS), passwords in files of their own, and a configuration for
 * each proxy.
 *
 * <pre>{@code
 * Pair pair = PairMaker.make(PairRequest.of("client.example", "backend.example", folder));
 * }</pre>
 */
public final class PairMaker {
  private final PairRequest request;
  private final PairFiles files;

  private PairMaker(PairRequest request, PairFiles files) {
    this.request = request;
    this.files = files;
  }

  /**
   * Makes the pair; all files but certificates and configurations are readable by their owner only.
   *
   * @return the files made, the most interesting first
   * @throws StoreException where a file cannot be written, or exists and overwriting was not asked
   *     for; then nothing has been changed
   */
  public static Pair make(PairRequest request) throws StoreException {
    try (PairFiles files = new PairFiles(request.folder(), request.overwrite())) {
      return new PairMaker(request, files).make();
    }
  }

  private Pair make() throws StoreException {
    Authority clientAuthority = authority(request.client());
    Authority backendAuthority = authority(request.backend());
    Identity client = identity(clientAuthority, request.client(), List.of()).client().create();
    Identity backend =
        identity(backendAuthority, request.backend(), request.backendNames()).server().create();
    files.authority("client-authority", clientAuthority, client.leaf(), GeneratedPassword.create());
    files.authority(
        "backend-authority", backendAuthority, backend.leaf(), GeneratedPassword.create());
    side("client", client, backendAuthority.certificate());
    side("backend", backend, clientAuthority.certificate());
    files.text("client-proxy.yaml", PairConfiguration.front(request));
    files.text("backend-service.yaml", PairConfiguration.back(request));
    return new Pair(client.leaf(), backend.leaf(), files.publish());
  }

  private Authority authority(String name) {
    return Authority.root("CN=" + name + " authority")
        .key(request.keyType())
        .pathLength(0)
        .create();
  }

  private LeafBuilder identity(Authority authority, String name, List<String> moreNames) {
    LeafBuilder builder =
        authority
            .identity("CN=" + name)
            .key(request.keyType())
            .validFor(request.validity())
            .alias(name);
    List<String> names = new ArrayList<>();
    names.add(name);
    names.addAll(moreNames);
    names.forEach(one -> AlternativeName.of(one).addTo(builder));
    return builder;
  }

  private void side(String side, Identity identity, X509Certificate trusted) throws StoreException {
    char[] password = GeneratedPassword.create();
    files.password(side + ".password", password);
    files.identity(side, identity, password, request.jks());
    files.trust(side + "-trust", trusted, password, request.jks());
  }

  /**
   * What was made.
   *
   * @param client the front's certificate
   * @param backend the back's certificate
   * @param files every file, in the order of writing
   */
  public record Pair(X509Certificate client, X509Certificate backend, List<Path> files) {
    /** Copies. */
    public Pair {
      files = List.copyOf(files);
    }
  }
}
