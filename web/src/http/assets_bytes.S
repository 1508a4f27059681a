/* bd9186664f6b67a6d48ad9fcddd2ead433be69e9efb100486c650a62d930b739 */
	.section .rodata
	.global asset_bytes
	.balign 16
asset_bytes:
	.incbin "/tmp/wt/web/web/src/http/assets.bin"
	.section .note.GNU-stack,"",%progbits
