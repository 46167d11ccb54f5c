// Loaded in front of the C library (LD_PRELOAD), makes every sync a lie, so that bench/durability can tell what syncing
// costs. The program itself has no such switch.
extern "C" {

int fsync(int /*fd*/) {
    return 0;
}

int fdatasync(int /*fd*/) {
    return 0;
}

}  // extern "C"
