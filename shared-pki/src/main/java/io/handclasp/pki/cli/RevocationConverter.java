package io.handclasp.pki.cli;

import io.handclasp.pki.trust.RevocationPolicy;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code require}, {@code when-available} and {@code off}, as the configuration does. */
final class RevocationConverter implements ITypeConverter<RevocationPolicy> {
  @Override
  public RevocationPolicy convert(String word) {
    for (RevocationPolicy policy : RevocationPolicy.values()) {
      if (policy.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
        return policy;
      }
    }
    throw new TypeConversionException(word + " (expected: require, when-available or off)");
  }
}
