package io.handclasp.pki.cli;

import io.handclasp.pki.issue.KeyType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --key-type}; the kinds that serve tests only are refused. */
final class KeyTypeConverter implements ITypeConverter<KeyType> {
  @Override
  public KeyType convert(String code) {
    try {
      KeyType type = KeyType.parse(code);
      if (type.recommended()) {
        return type;
      }
      throw new TypeConversionException("key type " + code + " is for tests only");
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
