package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.SigningRequest;
import io.handclasp.pki.lifecycle.AuthorityFolder;
import io.handclasp.pki.lifecycle.PemText;
import io.handclasp.pki.store.SafeFile;
import io.handclasp.pki.store.SafeFile.Access;
import io.handclasp.pki.store.StoreException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki sign}: an authority's answer to a request. */
@Command(
    name = "sign",
    description = "Signs a request; writes the certificate and the intermediates above it.")
final class SignCommand extends PkiCommand {
  @Parameters(paramLabel = "CSR", description = "The signing request, PEM or DER.")
  private Path request;

  @Mixin private AuthorityOptions authority;

  @Option(
      names = "--profile",
      required = true,
      description = "What it is for: server, client or both.")
  private Profile profile;

  @Option(
      names = "--days",
      defaultValue = "90",
      description = "Days that it is valid (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--serial",
      description = "Serial number, decimal or 0x hexadecimal (default: 128 random bits).")
  private @Nullable String serial;

  @Option(
      names = "--san",
      paramLabel = "NAME",
      description = "Alternative name, instead of those that the request asks for.")
  private List<String> names = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The certificate with its intermediates, PEM.")
  private Path out;

  @Option(names = "--force", description = "Replace an earlier certificate file.")
  private boolean force;

  @Override
  int run() throws StoreException, CommandFailure {
    SigningRequest asked = SigningRequest.read(request);
    AuthorityFolder folder = authority.open(this);
    LeafBuilder builder =
        folder.authority().identity(asked.subject()).validFor(Duration.ofDays(days));
    names(asked).forEach(name -> name.addTo(builder));
    profile.applyTo(builder);
    if (serial != null) {
      builder.serial(unused(folder, serial));
    }
    X509Certificate leaf = builder.certify(asked.publicKey());
    write(PemText.certificates(chain(leaf, folder)));
    folder.record(leaf);
    CertificateFacts facts = CertificateFacts.of(leaf);
    out()
        .println(
            facts.subject()
                + ": "
                + facts.role()
                + ", valid until "
                + facts.notAfter()
                + ", serial "
                + facts.serial());
    if (facts.daysLeft(Instant.now()) < days - 1) {
      err().println("warning: cut short, since the authority itself ends then");
    }
    if (facts.names().isEmpty()) {
      err().println("warning: no alternative name; give --san, or peers will not accept its name");
    }
    return ExitCode.OK;
  }

  private void write(byte[] pem) throws StoreException {
    if (force) {
      SafeFile.replace(out, pem, Access.EVERYONE);
    } else {
      SafeFile.create(out, pem, Access.EVERYONE);
    }
  }

  private List<AlternativeName> names(SigningRequest asked) {
    return names.isEmpty()
        ? asked.alternativeNames()
        : names.stream().map(AlternativeName::of).toList();
  }

  private static List<X509Certificate> chain(X509Certificate leaf, AuthorityFolder folder) {
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(leaf);
    folder.authority().chain().stream()
        .filter(c -> !CertificateFacts.of(c).selfSigned())
        .forEach(chain::add);
    return chain;
  }

  private BigInteger unused(AuthorityFolder folder, String text) throws CommandFailure {
    BigInteger number;
    try {
      number = text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    } catch (NumberFormatException e) {
      throw usage("--serial " + text + " (expected: a number, or 0x and hexadecimal digits)");
    }
    if (number.signum() <= 0 || number.bitLength() > 159) {
      throw usage("--serial " + text + " (expected: positive, at most 159 bits)");
    }
    if (folder.hasIssued(number)) {
      throw new CommandFailure(
          ExitCode.BAD_DATA,
          "serial number "
              + text
              + " was used by this authority before; leave --serial out to get a random one");
    }
    return number;
  }

  @Override
  void explain(ShellScript script) throws CommandFailure, StoreException {
    SigningRequest asked = SigningRequest.read(request);
    List<AlternativeName> all = names(asked);
    boolean rsa = asked.publicKey().getAlgorithm().equals("RSA");
    OpenSsl.sign(
        script,
        request,
        authority.certificate(),
        authority.key(),
        authority.password(),
        OpenSsl.leafExtensions(
            rsa,
            profile.server(),
            profile.client(),
            all.stream().map(AlternativeName::openssl).toList()),
        days,
        serial,
        out);
  }
}
