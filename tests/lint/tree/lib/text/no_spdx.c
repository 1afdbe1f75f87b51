/* no licence */
int x;
