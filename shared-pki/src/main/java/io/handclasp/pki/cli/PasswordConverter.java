package io.handclasp.pki.cli;

import io.handclasp.pki.store.PasswordSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --password} and its like without ever showing what stands behind the form. */
final class PasswordConverter implements ITypeConverter<PasswordSource> {
  @Override
  public PasswordSource convert(String spec) {
    try {
      return PasswordSource.parse(spec);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "unknown form of password (expected: file:PATH, env:NAME, prompt or pass:TEXT)");
    }
  }
}
