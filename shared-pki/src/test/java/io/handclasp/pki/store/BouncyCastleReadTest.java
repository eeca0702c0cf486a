package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBMac1CalculatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PKCS12 of forms that openssl and keytool here do not write: BER and PBMAC1. */
class BouncyCastleReadTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final PasswordSource SOURCE = PasswordSource.of(PASSWORD);
  private static final Provider PROVIDER = new BouncyCastleProvider();
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Identity BACK = ROOT.identity("CN=back.example").withRoot().create();

  @TempDir Path folder;

  @Test
  void indefiniteLengthsAndOldEncryption() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12", PROVIDER);
    store.load(null, null);
    store.setKeyEntry("back", BACK.key(), null, BACK.chain().toArray(Certificate[]::new));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    Path file = Files.write(folder.resolve("ber.p12"), out.toByteArray());

    assertThat(out.toByteArray()[1]).isEqualTo((byte) 0x80);
    Loaded<Identity> read =
        StoreReader.loadIdentity(new IdentitySource(file, null, SOURCE, null, null));
    assertThat(read.value()).isEqualTo(new Identity("back", BACK.key(), BACK.chain()));
    assertThat(read.notes()).extracting(StoreNote::kind).contains(StoreNote.Kind.OLD_ENCRYPTION);
  }

  @Test
  void sealOfPbmac1IsCheckedAndNoted() throws Exception {
    PKCS12PfxPduBuilder builder = new PKCS12PfxPduBuilder();
    builder.addData(
        new PKCS12SafeBagBuilder(new JcaX509CertificateHolder(ROOT.certificate())).build());
    AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256);
    AlgorithmIdentifier derivation =
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[16], 2048, 32, hmac));
    BcPKCS12PBMac1CalculatorBuilder seal =
        new BcPKCS12PBMac1CalculatorBuilder(new PBMAC1Params(derivation, hmac));
    Path file = Files.write(folder.resolve("new.p12"), builder.build(seal, PASSWORD).getEncoded());

    Loaded<?> read = StoreReader.loadTrusted(new TrustSource(file, SOURCE));

    assertThat(read.value()).isEqualTo(java.util.List.of(ROOT.certificate()));
    assertThat(read.notes()).extracting(StoreNote::kind).contains(StoreNote.Kind.NEW_MAC);
    assertThatThrownBy(
            () ->
                StoreReader.trusted(
                    new TrustSource(file, PasswordSource.of("guess".toCharArray()))))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(StoreFault.WRONG_PASSWORD));
  }
}
