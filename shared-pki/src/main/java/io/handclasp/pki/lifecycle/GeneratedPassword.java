package io.handclasp.pki.lifecycle;

import java.security.SecureRandom;

/** Makes passwords that nobody has to remember. */
final class GeneratedPassword {
  private static final String SIGNS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  /** 32 of 57 signs are 186 bits; stores stretch what is as long no more than they must. */
  private static final int LENGTH = 32;

  private GeneratedPassword() {}

  /** A fresh one of letters and digits, which every tool takes without quoting. */
  static char[] create() {
    SecureRandom random = new SecureRandom();
    char[] password = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      password[i] = SIGNS.charAt(random.nextInt(SIGNS.length()));
    }
    return password;
  }
}
