package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link CertificateFacts} from the octets of a certificate (RFC 5280 §4.1). */
final class CertificateReader {
  private static final int LONGEST_SERIAL = 20;

  private final X509Certificate certificate;
  private final List<Problem> problems = new ArrayList<>();

  private CertificateReader(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /**
   * Reads a certificate; what is wrong with it becomes a problem among the facts.
   *
   * @throws DerException where it is damaged so far that no facts can be told
   */
  static CertificateFacts read(X509Certificate certificate) throws DerException {
    try {
      Der whole = Der.parse(certificate.getEncoded());
      // Some providers look into a certificate only when asked, and throw then.
      String subject = certificate.getSubjectX500Principal().getName();
      return new CertificateReader(certificate).facts(whole, subject);
    } catch (CertificateEncodingException | RuntimeException e) {
      throw new DerException("the provider cannot read it: " + e.getMessage());
    }
  }

  private CertificateFacts facts(Der whole, String subjectText) throws DerException {
    List<Der> outer = whole.sequence();
    if (outer.size() != 3) {
      throw new DerException("a certificate of " + outer.size() + " elements (expected: 3)");
    }
    outer.get(2).wholeBits();
    Fields fields = new Fields(outer.get(0).sequence());
    int version = fields.version();
    BigInteger serial = fields.next().integer();
    Der algorithm = fields.next();
    DistinguishedName issuer = DistinguishedName.of(fields.next());
    Instant[] validity = validity(fields.next());
    DistinguishedName subject = DistinguishedName.of(fields.next());
    KeyFacts key = KeyFacts.of(fields.next());
    Extensions extensions = rest(fields, version);
    checkSerial(serial, issuer.equals(subject));
    if (!algorithm.sameAs(outer.get(1))) {
      problems.add(Problem.malformed("the two signature algorithm fields differ"));
    }
    if (issuer.isEmpty()) {
      problems.add(Problem.malformed("the issuer name is empty"));
    }
    checkSubject(subject, extensions);
    return new CertificateFacts(
        certificate,
        version,
        serial,
        issuer,
        subject,
        validity[0],
        validity[1],
        key,
        SignatureFacts.of(outer.get(1)),
        extensions,
        problems,
        NameText.printable(subjectText));
  }

  private Extensions rest(Fields fields, int version) throws DerException {
    boolean issuerId = fields.skipBits(0x81);
    boolean subjectId = fields.skipBits(0x82);
    if (issuerId || subjectId) {
      String detail = "unique identifiers, which RFC 5280 §4.1.2.8 rules out";
      problems.add(version == 1 ? Problem.malformed(detail) : Problem.noted(detail));
    }
    if (!fields.has(0xa3)) {
      fields.expectEnd();
      return Extensions.none();
    }
    Der extensions = fields.next().inner();
    fields.expectEnd();
    if (version != 3) {
      problems.add(Problem.malformed("extensions in version " + version + " (expected: 3)"));
    }
    return new ExtensionReader(problems).read(extensions);
  }

  /** A root may have number 0: it is named by its key, and old ones of well-known makers do. */
  private void checkSerial(BigInteger serial, boolean selfIssued) {
    if (serial.signum() == 0 && selfIssued) {
      problems.add(Problem.noted("serial number 0 (expected: positive)"));
    } else if (serial.signum() <= 0) {
      problems.add(Problem.malformed("serial number " + serial + " (expected: positive)"));
    } else if (serial.bitLength() / 8 + 1 > LONGEST_SERIAL) {
      problems.add(
          Problem.malformed(
              "serial number of "
                  + (serial.bitLength() / 8 + 1)
                  + " octets (expected: 20 at most)"));
    }
  }

  private void checkSubject(DistinguishedName subject, Extensions extensions) {
    if (!subject.isEmpty()) {
      return;
    }
    if (extensions.authority()) {
      problems.add(Problem.malformed("an authority with an empty subject name"));
    } else if (!extensions.isCritical(Extensions.SUBJECT_ALT_NAME)) {
      problems.add(Problem.malformed("an empty subject name without critical alternative names"));
    }
  }

  private Instant[] validity(Der validity) throws DerException {
    List<Der> times = validity.sequence();
    if (times.size() != 2) {
      throw new DerException("a validity of " + times.size() + " elements (expected: 2)");
    }
    return new Instant[] {time("notBefore", times.get(0)), time("notAfter", times.get(1))};
  }

  private Instant time(String field, Der time) throws DerException {
    Instant value = time.time();
    if (time.isGeneralizedTooEarly()) {
      problems.add(Problem.noted(field + " before 2050 as GeneralizedTime (expected: UTCTime)"));
    }
    return value;
  }

  /** The fields of a TBSCertificate, one after the other. */
  private static final class Fields {
    private final List<Der> all;
    private int at;

    Fields(List<Der> all) {
      this.all = all;
    }

    boolean has(int tag) {
      return at < all.size() && all.get(at).is(tag);
    }

    Der next() throws DerException {
      if (at == all.size()) {
        throw new DerException("a certificate that ends after " + at + " fields");
      }
      return all.get(at++);
    }

    boolean skipBits(int tag) throws DerException {
      boolean there = has(tag);
      if (there) {
        next().expectBits();
      }
      return there;
    }

    int version() throws DerException {
      if (!has(0xa0)) {
        return 1;
      }
      int version = next().inner().expect(Der.INTEGER).countContent() + 1;
      if (version < 2 || version > 3) {
        throw new DerException("version " + version + " written out (expected: 2 or 3)");
      }
      return version;
    }

    void expectEnd() throws DerException {
      if (at != all.size()) {
        throw new DerException((all.size() - at) + " unknown fields after the known ones");
      }
    }
  }
}
