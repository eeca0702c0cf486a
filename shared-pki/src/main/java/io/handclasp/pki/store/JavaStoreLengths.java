package io.handclasp.pki.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Walks over the entries of a JKS or JCEKS file without reading what is in them. The JDK reserves
 * as much memory as a length in the file says, before it looks whether so much is there.
 */
final class JavaStoreLengths {
  private static final int HEADER = 12;
  private static final int VERSION = 4;
  private static final int ENTRIES = 8;
  private static final int KEY = 1;
  private static final int CERTIFICATE = 2;
  private static final int DATE = 8;

  private final ByteBuffer rest;
  private final boolean typed;

  private JavaStoreLengths(byte[] file) {
    rest = ByteBuffer.wrap(file);
    typed = rest.getInt(VERSION) > 1;
    rest.position(ENTRIES);
  }

  /**
   * False where a length leads beyond the end of the file, or a number is negative. A secret key
   * (JCEKS) bears no length: from there on the file is left to the JDK, which filters what it
   * reads.
   */
  static boolean fit(byte[] file) {
    if (file.length < HEADER) {
      return false;
    }
    JavaStoreLengths lengths = new JavaStoreLengths(file);
    try {
      for (int left = lengths.number(); left > 0; left--) {
        if (!lengths.skipEntry()) {
          break;
        }
      }
      return true;
    } catch (BufferUnderflowException e) {
      return false;
    }
  }

  private boolean skipEntry() {
    int tag = rest.getInt();
    skip(Short.toUnsignedInt(rest.getShort()));
    skip(DATE);
    switch (tag) {
      case KEY -> {
        skip(rest.getInt());
        for (int left = number(); left > 0; left--) {
          skipCertificate();
        }
        return true;
      }
      case CERTIFICATE -> {
        skipCertificate();
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  private void skipCertificate() {
    if (typed) {
      skip(Short.toUnsignedInt(rest.getShort()));
    }
    skip(rest.getInt());
  }

  /** Of entries or certificates. */
  private int number() {
    int number = rest.getInt();
    if (number < 0) {
      throw new BufferUnderflowException();
    }
    return number;
  }

  private void skip(int length) {
    if (length < 0 || length > rest.remaining()) {
      throw new BufferUnderflowException();
    }
    rest.position(rest.position() + length);
  }
}
