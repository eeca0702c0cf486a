package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.StoreContents.TrustedEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is in a file, reading it ends with its content or with one clear sentence. */
class StoreDamageTest {
  private static final PasswordSource PASSWORD = PasswordSource.of("changeit".toCharArray());
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Identity BACK = ROOT.identity("CN=back.example").create();

  @TempDir static Path folder;

  @BeforeAll
  static void writeStores() throws Exception {
    List<TrustedEntry> trusted = List.of(new TrustedEntry("root", ROOT.certificate()));
    for (StoreFormat format : StoreFormat.values()) {
      if (format == StoreFormat.DER) {
        Files.write(whole(format), ROOT.certificate().getEncoded());
      } else {
        StoreTarget target = new StoreTarget(whole(format), format, PASSWORD, false);
        StoreWriter.write(target, List.of(BACK), trusted);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fileCutOffAnywhereIsNotReadAsIfItWereWhole(StoreFormat format) throws Exception {
    byte[] whole = Files.readAllBytes(whole(format));
    int steps = 60;
    for (int i = 0; i < steps; i++) {
      // What follows the last value of a PEM file are line ends only.
      byte[] cut = Arrays.copyOf(whole, (int) ((long) i * (whole.length - 2) / steps));
      Path file = write("cut", cut);
      if (format == StoreFormat.PEM) {
        readOrOneSentence(file);
      } else {
        assertThatThrownBy(() -> StoreReader.contents(file, PASSWORD, null))
            .as("%d of %d bytes", cut.length, whole.length)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining(file.toString());
      }
    }
  }

  @Test
  void aBlockThatIsCutOffBeforeAnotherIsNotPassedOver() throws Exception {
    String whole = PemBlock.of("CERTIFICATE", ROOT.certificate().getEncoded()).text();
    String cut = whole.substring(0, whole.indexOf("-----END"));
    Path file = write("joined", (cut + whole).getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> StoreReader.contents(file, PASSWORD, null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("CERTIFICATE in " + file + " has no END line");
  }

  @ParameterizedTest
  @EnumSource
  void flippedBytesGiveOneSentenceAtWorst(StoreFormat format) throws Exception {
    byte[] whole = Files.readAllBytes(whole(format));
    Random random = new Random(42);
    for (int i = 0; i < 300; i++) {
      byte[] flipped = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        // The structure is at the head, where a changed byte does most.
        int at = random.nextInt(random.nextBoolean() ? Math.min(120, whole.length) : whole.length);
        flipped[at] = (byte) random.nextInt(256);
      }
      readOrOneSentence(write("flipped", flipped));
    }
  }

  @Test
  void noiseIsNoStore() throws Exception {
    Random random = new Random(7);
    List<byte[]> heads =
        List.of(
            new byte[0],
            new byte[] {0x30},
            new byte[] {0x30, (byte) 0x80},
            new byte[] {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED, 0, 0, 0, 2},
            "-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
                .getBytes(StandardCharsets.US_ASCII));
    for (byte[] head : heads) {
      for (int length = 0; length < 200; length += 20) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        byte[] all = Arrays.copyOf(head, head.length + length);
        System.arraycopy(noise, 0, all, head.length, length);
        Path file = write("noise", all);

        assertThatThrownBy(() -> StoreReader.contents(file, PASSWORD, null))
            .isInstanceOf(StoreException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JKS", "JCEKS"})
  void reservesNoMemoryForALengthBeyondTheFile(StoreFormat format) throws Exception {
    byte[] whole = Files.readAllBytes(whole(format));
    for (int at = 8; at < whole.length - 24; at += 3) {
      byte[] longer = whole.clone();
      // The first octets of 1.9 GB, wherever a length may stand.
      longer[at] = 0x70;
      longer[at + 1] = 0x70;
      readOrOneSentence(write("longer", longer));
    }
    for (int length : new int[] {0, 4, 8, 11}) {
      assertThat(JavaStoreLengths.fit(Arrays.copyOf(whole, length))).isFalse();
    }
    assertThat(JavaStoreLengths.fit(whole)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"JKS", "JCEKS"})
  void aNegativeNumberIsNoMoreThanDamage(StoreFormat format) throws Exception {
    byte[] whole = Files.readAllBytes(whole(format));
    for (int at = 8; at < whole.length; at++) {
      byte[] negative = whole.clone();
      negative[at] = (byte) 0xA7;
      readOrOneSentence(write("negative", negative));
    }
  }

  @Test
  void deeplyNestedValuesDoNotExhaustTheStack() throws Exception {
    byte[] nested = new byte[200_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }

    assertThatThrownBy(() -> StoreReader.contents(write("deep", nested), PASSWORD, null))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void alteredPkcs12IsToldFromAWrongPassword() throws Exception {
    byte[] whole = Files.readAllBytes(whole(StoreFormat.PKCS12));
    List<StoreFault> faults = new ArrayList<>();
    // The seal is the last thing in the file but for its salt and count: change the seal itself.
    byte[] altered = whole.clone();
    altered[whole.length - 40] ^= 1;
    Path file = write("altered.p12", altered);

    for (String password : List.of("changeit", "guess")) {
      try {
        StoreReader.contents(file, PasswordSource.of(password.toCharArray()), null);
      } catch (StoreException e) {
        faults.add(e.fault());
      }
    }

    assertThat(faults).containsExactly(StoreFault.NOT_A_STORE, StoreFault.WRONG_PASSWORD);
  }

  private static void readOrOneSentence(Path file) {
    try {
      StoreReader.contents(file, PASSWORD, null);
    } catch (StoreException e) {
      assertThat(e).hasMessageContaining(file.toString()).hasMessageNotContaining("changeit");
      assertThat(e.getMessage()).doesNotContain("\n").endsWith(".");
    }
  }

  private static Path whole(StoreFormat format) {
    return folder.resolve("whole-" + format);
  }

  private static Path write(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }
}
