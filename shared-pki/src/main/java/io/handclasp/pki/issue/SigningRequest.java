package io.handclasp.pki.issue;

import io.handclasp.pki.store.PemBlock;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate signing request (PKCS10, RFC 2986): a public key, the name it asks for, and the
 * proof that the asker has the private key.
 *
 * <pre>{@code
 * SigningRequest request =
 *     SigningRequest.create("CN=a.example", List.of(AlternativeName.of("a.example")), pair);
 * X509Certificate leaf = authority.identity(request.subject()).certify(request.publicKey());
 * }</pre>
 */
public final class SigningRequest {
  private static final String LABEL = "CERTIFICATE REQUEST";

  private final JcaPKCS10CertificationRequest request;
  private final PublicKey publicKey;

  private SigningRequest(PKCS10CertificationRequest request) throws GeneralSecurityException {
    this.request = new JcaPKCS10CertificationRequest(request);
    this.publicKey = this.request.getPublicKey();
  }

  /** Makes a request for a key pair; the names go in as the extension that is asked for. */
  public static SigningRequest create(
      String subject, Collection<AlternativeName> names, KeyPair pair) {
    try {
      JcaPKCS10CertificationRequestBuilder builder =
          new JcaPKCS10CertificationRequestBuilder(Names.parse(subject), pair.getPublic());
      if (!names.isEmpty()) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        GeneralName[] general =
            names.stream().map(AlternativeName::general).toArray(GeneralName[]::new);
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(general));
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      }
      return new SigningRequest(
          builder.build(CertificateSigner.contentSigner(SignatureHash.SHA256, pair.getPrivate())));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("A request that was just made does not encode", e);
    }
  }

  /**
   * Reads a request in PEM or DER, as openssl and keytool write it.
   *
   * @throws StoreException where there is none, or its own signature does not hold
   */
  public static SigningRequest read(Path file) throws StoreException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      SigningRequest read = new SigningRequest(new PKCS10CertificationRequest(der(file, bytes)));
      if (!read.provesPossession()) {
        throw damaged(file, "was not signed by its own key: nobody proves to have that key", null);
      }
      return read;
    } catch (NoSuchFileException e) {
      throw new StoreException(
          StoreFault.FILE_MISSING, file, file + " does not exist; check the path.", e);
    } catch (IOException | GeneralSecurityException e) {
      throw damaged(file, "is no readable signing request (expected: PKCS10 in PEM or DER)", e);
    }
  }

  /** The subject asked for, RFC 2253 form. */
  public String subject() {
    try {
      return new X500Principal(request.getSubject().getEncoded()).getName();
    } catch (IOException e) {
      throw new IllegalStateException("A name that was read does not encode", e);
    }
  }

  /** The key to be certified. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The alternative names asked for, of the kinds that services use; others are left out. */
  public List<AlternativeName> alternativeNames() {
    Extensions asked = request.getRequestedExtensions();
    GeneralNames names =
        asked == null ? null : GeneralNames.fromExtensions(asked, Extension.subjectAlternativeName);
    List<AlternativeName> found = new ArrayList<>();
    if (names != null) {
      for (GeneralName name : names.getNames()) {
        addKnown(name, found);
      }
    }
    return found;
  }

  /** The request as PEM text. */
  public String pem() {
    try {
      return PemBlock.of(LABEL, request.getEncoded()).text();
    } catch (IOException e) {
      throw new IllegalStateException("A request that was read does not encode", e);
    }
  }

  @Override
  public String toString() {
    return "SigningRequest[" + subject() + ", " + alternativeNames() + "]";
  }

  private boolean provesPossession() {
    try {
      return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(publicKey));
    } catch (PKCSException | OperatorCreationException e) {
      return false;
    }
  }

  private static void addKnown(GeneralName name, List<AlternativeName> found) {
    String text = String.valueOf(name.getName());
    switch (name.getTagNo()) {
      case GeneralName.dNSName -> found.add(new AlternativeName(AlternativeName.Kind.DNS, text));
      case GeneralName.uniformResourceIdentifier ->
          found.add(new AlternativeName(AlternativeName.Kind.URI, text));
      case GeneralName.rfc822Name ->
          found.add(new AlternativeName(AlternativeName.Kind.EMAIL, text));
      case GeneralName.iPAddress ->
          found.add(new AlternativeName(AlternativeName.Kind.IP, address(name)));
      default -> {
        // Directory names and the like have no place in a service's certificate.
      }
    }
  }

  private static String address(GeneralName name) {
    try {
      byte[] octets = ASN1OctetString.getInstance(name.getName()).getOctets();
      return InetAddress.getByAddress(octets).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("IP alternative name of a wrong length", e);
    }
  }

  private static byte[] der(Path file, byte[] bytes) throws StoreException {
    if (!PemBlock.holdsBlocks(bytes)) {
      return bytes;
    }
    for (PemBlock block : PemBlock.read(file, bytes)) {
      if (block.label().toUpperCase(Locale.ROOT).endsWith(LABEL)) {
        return block.der();
      }
    }
    throw damaged(file, "holds no CERTIFICATE REQUEST block", null);
  }

  private static StoreException damaged(Path file, String what, @Nullable Throwable cause) {
    return new StoreException(StoreFault.NOT_A_STORE, file, file + " " + what + ".", cause);
  }
}
