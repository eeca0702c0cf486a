package io.handclasp.proxy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir private Path folder;

  @Test
  void seesNothingWhereNothingChanged() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    FileWatch watch = new FileWatch(List.of(file));

    Files.writeString(file, "one");

    assertThat(watch.look(List.of(file))).isEmpty();
    assertThat(watch.look(List.of(file))).isEmpty();
  }

  @Test
  void tellsOfAChangeOnceItRests() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "one");
    FileWatch watch = new FileWatch(List.of(file));

    Files.writeString(file, "tw");
    assertThat(watch.look(List.of(file))).isEmpty();
    Files.writeString(file, "two");
    assertThat(watch.look(List.of(file))).isEmpty();

    assertThat(watch.look(List.of(file))).containsExactly(file);
    assertThat(watch.look(List.of(file))).isEmpty();
  }

  @Test
  void seesTheLinkSwapOfAKubelet() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..2026_1"));
    Path second = Files.createDirectory(folder.resolve("..2026_2"));
    Files.writeString(first.resolve("tls.crt"), "one");
    Files.writeString(second.resolve("tls.crt"), "two");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Path file = Files.createSymbolicLink(folder.resolve("tls.crt"), Path.of("..data", "tls.crt"));
    FileWatch watch = new FileWatch(List.of(file));

    Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

    assertThat(watch.look(List.of(file))).isEmpty();
    assertThat(watch.look(List.of(file))).containsExactly(file);
  }

  @Test
  void tellsOfAFileThatVanishesAndOfOneThatAppears() throws Exception {
    Path gone = Files.writeString(folder.resolve("a"), "one");
    Path fresh = folder.resolve("b");
    FileWatch watch = new FileWatch(List.of(gone, fresh));

    Files.delete(gone);
    Files.writeString(fresh, "two");

    assertThat(watch.look(List.of(gone, fresh))).isEmpty();
    assertThat(watch.look(List.of(gone, fresh))).containsExactlyInAnyOrder(gone, fresh);
  }

  @Test
  void aFileThatJoinsIsNoChange() throws Exception {
    Path known = Files.writeString(folder.resolve("a"), "one");
    Path joining = Files.writeString(folder.resolve("b"), "two");
    FileWatch watch = new FileWatch(List.of(known));

    watch.adopt(List.of(known, joining));

    assertThat(watch.look(List.of(known, joining))).isEmpty();
    assertThat(watch.look(List.of(known, joining))).isEmpty();
  }
}
