strcpy();
